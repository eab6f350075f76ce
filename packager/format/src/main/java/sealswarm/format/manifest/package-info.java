/**
 * What a package says about itself: the manifest with its tracks and public files, and the sealed title key beside it (spec package-v1,
 * sections 6 and 7). Immutable values; reading is strict and names the member it refuses.
 */
@NullMarked
package sealswarm.format.manifest;

import org.jspecify.annotations.NullMarked;
