package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sealswarm.overlay.swarm.PeerAddress;

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
 * @param reachPort the tracker's UDP port that tells peers how they look from there (docs/spec/reach-v1.md)
 */
public record AnnounceReply(
        int intervalSeconds,
        int minIntervalSeconds,
        SwarmCounts counts,
        List<SwarmPeer> peers,
        Optional<InetAddress> external,
        OptionalInt edgeOffset,
        OptionalInt reachPort) {
    public AnnounceReply {
        peers = List.copyOf(peers);
    }

    /** The same without peers that whoever is as far away as {@code teller} cannot know: a public tracker names no private address. */
    AnnounceReply toldFrom(Endpoint.Scope teller) {
        List<SwarmPeer> believed = peers.stream()
                .filter(peer -> peer.endpoint()
                        .scope()
                        .filter(scope -> scope.compareTo(teller) >= 0)
                        .isPresent())
                .toList();
        return new AnnounceReply(
                intervalSeconds, minIntervalSeconds, counts, believed, external, edgeOffset, reachPort);
    }

    /**
     * A peer of a swarm.
     *
     * @param endpoint where it listens
     * @param idMask the wire ids it answers to, bits of {@link SwarmIds}; 0 from a foreign tracker: the id announced with
     */
    public record SwarmPeer(Endpoint endpoint, int idMask) {
        /** As the dialler knows peers; {@code announcedIds} are those announced with, in case the tracker does not tell. */
        public PeerAddress address(int announcedIds) {
            return new PeerAddress(
                    endpoint.address().getHostAddress(), endpoint.port(), idMask == 0 ? announcedIds : idMask);
        }
    }
}
