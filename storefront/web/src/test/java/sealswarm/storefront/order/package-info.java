/** Tests of the package. */
@NullMarked
package sealswarm.storefront.order;

import org.jspecify.annotations.NullMarked;
