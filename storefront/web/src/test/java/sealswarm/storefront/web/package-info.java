/** Tests of the package. */
@NullMarked
package sealswarm.storefront.web;

import org.jspecify.annotations.NullMarked;
