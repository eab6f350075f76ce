package sealswarm.overlay.tracker;

/**
 * How many peers a swarm has; a peer that announced several ids is one.
 *
 * @param seeds peers that have everything
 * @param leechers all others
 * @param completions downloads that ended since the edge began
 */
public record SwarmCounts(int seeds, int leechers, long completions) {}
