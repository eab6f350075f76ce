/**
 * The shop: catalogue, checkout, library and the pages of studio, accountant and operator. {@link
 * sealswarm.storefront.Storefront} is the one door; it keeps nothing in memory that another instance would
 * miss, holds no content key, and asks the license server over HTTP for everything about money and rights.
 */
@NullMarked
package sealswarm.storefront;

import org.jspecify.annotations.NullMarked;
