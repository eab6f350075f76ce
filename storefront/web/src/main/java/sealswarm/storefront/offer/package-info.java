/** What a title is sold for and what the buyer gets: values and their checks, no store. Immutable. */
@NullMarked
package sealswarm.storefront.offer;

import org.jspecify.annotations.NullMarked;
