package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tracker's answer to an accepted announce.
 *
 * @param intervalSeconds when to announce again
 * @param minIntervalSeconds not before this, whatever happens
 * @param counts the swarm's size
 * @param peers peers to connect to
 * @param external the announcer's address as the tracker sees it (BEP 24)
 * @param edgeOffset where in the track, as a fraction of 65,536, this peer looks first for pieces nobody has; present from our
 *     edges only
 */
public record AnnounceReply(
        int intervalSeconds,
        int minIntervalSeconds,
        SwarmCounts counts,
        List<SwarmPeer> peers,
        Optional<InetAddress> external,
        OptionalInt edgeOffset) {
    public AnnounceReply {
        peers = List.copyOf(peers);
    }

    /**
     * A peer of a swarm.
     *
     * @param endpoint where it listens
     * @param idMask the wire ids it answers to, bits of {@link SwarmIds}; 0 from a foreign tracker: the id announced with
     */
    public record SwarmPeer(Endpoint endpoint, int idMask) {}
}
