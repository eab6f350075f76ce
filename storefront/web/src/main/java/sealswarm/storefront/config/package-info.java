/** The shop's settings: one validated record, bound once. Immutable. */
@NullMarked
package sealswarm.storefront.config;

import org.jspecify.annotations.NullMarked;
