/**
 * What is on sale: listings, search, title pages and the public files beside them. Event loop; stores bring their own
 * workers.
 */
@NullMarked
package sealswarm.storefront.catalog;

import org.jspecify.annotations.NullMarked;
