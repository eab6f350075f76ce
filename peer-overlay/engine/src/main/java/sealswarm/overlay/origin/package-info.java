/**
 * The origin store: takes tracks over HTTP, resumable, every block checked against its leaf on arrival, and keeps them durable.
 * {@link sealswarm.overlay.origin.OriginStore} blocks and runs on worker threads; {@link sealswarm.overlay.origin.OriginRoutes}
 * belongs to the edge's event loop. The disk is a port, so that full and failing disks are tested.
 */
@NullMarked
package sealswarm.overlay.origin;

import org.jspecify.annotations.NullMarked;
