/**
 * Tracks over HTTP (BEP 19): the edge's routes, zero-copy and by range, with metainfos personalised for the holder of the token;
 * and the client side, which is one more source of blocks to the swarm engine, with the policy that decides when it may be used.
 * Belongs to event loops; never blocks.
 */
@NullMarked
package sealswarm.overlay.webseed;

import org.jspecify.annotations.NullMarked;
