/**
 * Plain bytes of one track on demand: read from the swarm, verify again against the signed root, decrypt in memory. Vert.x futures; work
 * on bytes runs on a worker pool of its own.
 */
@NullMarked
package sealswarm.player.playback;

import org.jspecify.annotations.NullMarked;
