/**
 * One track's swarm without any I/O: peers, range sources, choking, bans, and which verified block goes where. It takes messages,
 * ticks and completions and acts through ports; every call comes from the one event loop that owns the swarm. Ports that others
 * implement are here too: {@link sealswarm.overlay.swarm.RangeSource} (web seeds), {@link sealswarm.overlay.swarm.PeerDiscovery}
 * (trackers), {@link sealswarm.overlay.swarm.FallbackPolicy}.
 */
@NullMarked
package sealswarm.overlay.swarm;

import org.jspecify.annotations.NullMarked;
