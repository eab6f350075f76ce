/**
 * A swarm in virtual time: the real core ({@link sealswarm.overlay.swarm.Swarm} and its parts, the dialler, the tracker's table, the
 * fallback policy) over a simulated network, disks and hashing. One seed decides everything; one thread runs it. See
 * {@code docs/simulator.md}.
 */
@NullMarked
package sealswarm.overlay.sim;

import org.jspecify.annotations.NullMarked;
