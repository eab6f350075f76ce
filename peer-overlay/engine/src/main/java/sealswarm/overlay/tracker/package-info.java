/**
 * The tracker: who is in which swarm ({@link sealswarm.overlay.tracker.SwarmTable}, soft state in bounded memory), who is told
 * about whom, the HTTP routes, and the client that announces to trackers. The table and everything it decides belong to the one
 * event loop of the edge; they never block. BEPs 3, 7, 12, 21, 23, 24, 27, 31, 48.
 */
@NullMarked
package sealswarm.overlay.tracker;

import org.jspecify.annotations.NullMarked;
