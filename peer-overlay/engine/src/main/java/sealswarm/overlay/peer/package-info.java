/**
 * One connection's protocol state without any I/O: {@link sealswarm.overlay.peer.Peer} takes messages, enforces the rules of BEP 3,
 * 6, 10 and 52 and tells its listener what happened. One event loop owns a peer.
 */
@NullMarked
package sealswarm.overlay.peer;

import org.jspecify.annotations.NullMarked;
