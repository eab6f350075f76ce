package sealswarm.overlay.swarm;

/**
 * What a swarm has done so far, in bytes and counts.
 *
 * @param fromPeers payload received from peers
 * @param fromSources payload received from range sources
 * @param uploaded payload sent to peers
 * @param redundant received payload that was there already
 * @param hashFailures blocks or pieces that failed their check
 * @param bans peers and sources banned
 */
public record Totals(long fromPeers, long fromSources, long uploaded, long redundant, long hashFailures, long bans) {}
