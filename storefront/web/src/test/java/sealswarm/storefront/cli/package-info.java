/** Tests of the package. */
@NullMarked
package sealswarm.storefront.cli;

import org.jspecify.annotations.NullMarked;
