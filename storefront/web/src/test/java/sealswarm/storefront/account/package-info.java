/** Tests of the package. */
@NullMarked
package sealswarm.storefront.account;

import org.jspecify.annotations.NullMarked;
