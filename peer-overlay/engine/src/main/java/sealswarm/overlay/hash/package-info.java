/** Hashing of blocks in a bounded pool of its own threads; results go back to the swarm's event loop. */
@NullMarked
package sealswarm.overlay.hash;

import org.jspecify.annotations.NullMarked;
