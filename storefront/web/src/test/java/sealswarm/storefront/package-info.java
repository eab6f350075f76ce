/** Tests of the shop as a whole: real pages over a real store, with an issuer that can be told to misbehave. */
@NullMarked
package sealswarm.storefront;

import org.jspecify.annotations.NullMarked;
