/** Tests of the package. */
@NullMarked
package sealswarm.storefront.studio;

import org.jspecify.annotations.NullMarked;
