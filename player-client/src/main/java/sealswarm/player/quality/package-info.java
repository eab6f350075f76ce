/**
 * How well a track was delivered, as the buyer saw it, told to the edge that serves it (docs/spec/edge-http-v1.md): no name, no
 * title, no time of day, no address. Reports are for operators and studios to mend what is slow; nothing is charged by them.
 * Called on the event loop.
 */
@NullMarked
package sealswarm.player.quality;

import org.jspecify.annotations.NullMarked;
