/**
 * What a media container says of itself: type, duration, and what browsers will not play. Readers are bounded walkers over untrusted
 * bytes; whatever they do not understand they leave out. Stateless.
 */
@NullMarked
package sealswarm.packager.media;

import org.jspecify.annotations.NullMarked;
