/**
 * What an edge delivered and how well it went, per track, network and hour, with no viewer in it: its own counts, and what players
 * report (docs/spec/edge-http-v1.md). {@link sealswarm.overlay.delivery.Deliveries} is the door. Never used for money: nothing
 * outside the overlay reads it. Belongs to the edge's event loop; files are written on its workers.
 */
@NullMarked
package sealswarm.overlay.delivery;

import org.jspecify.annotations.NullMarked;
