/** Tests of the package. */
@NullMarked
package sealswarm.storefront.offer;

import org.jspecify.annotations.NullMarked;
