/**
 * Peers that misbehave, as scripts of bytes on real sockets: one for each row of {@code docs/hostile-peers.md}. A script speaks past
 * the engine's own encoder where it must, so that the engine's reading is what is tested.
 */
@NullMarked
package sealswarm.overlay.hostile;

import org.jspecify.annotations.NullMarked;
