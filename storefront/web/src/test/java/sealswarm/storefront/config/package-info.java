/** Tests of the package. */
@NullMarked
package sealswarm.storefront.config;

import org.jspecify.annotations.NullMarked;
