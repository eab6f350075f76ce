/**
 * Tracks on disk: positional reads and writes in a bounded queue, the {@code .leaves} sidecar, and the crash-safe record of what is
 * held. Queue entry points belong to the swarm's event loop; file work happens on worker threads.
 */
@NullMarked
package sealswarm.overlay.store;

import org.jspecify.annotations.NullMarked;
