/** Tests of the package. */
@NullMarked
package sealswarm.storefront.catalog;

import org.jspecify.annotations.NullMarked;
