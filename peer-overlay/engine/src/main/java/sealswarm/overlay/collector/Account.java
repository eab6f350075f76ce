package sealswarm.overlay.collector;

import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;

/**
 * What one subject took and gave in one swarm, in bytes since the edge keeps accounts.
 *
 * @param owner whose account it is
 * @param fromEdgeHttp what the edge's web seed sent it
 * @param fromEdgePeer what the edge sent it as a peer
 * @param fromPeers what it acknowledged to peers, believed
 * @param given what peers acknowledged to it, believed: its delivery credit
 * @param unproven what was acknowledged to it while the tracker's log did not reach back: no credit, no blame
 */
public record Account(Owner owner, long fromEdgeHttp, long fromEdgePeer, long fromPeers, long given, long unproven) {
    /**
     * Whose account it is.
     *
     * @param swarmId the track
     * @param subject pseudonym in that swarm
     * @param domain what it proved to be
     */
    public record Owner(SwarmId swarmId, Pseudonym subject, TrustDomain domain) {}

    /** An empty account. */
    static Account of(Owner owner) {
        return new Account(owner, 0, 0, 0, 0, 0);
    }

    /** Where bytes are counted. */
    enum Column {
        FROM_EDGE_HTTP(1),
        FROM_EDGE_PEER(2),
        FROM_PEERS(3),
        GIVEN(4),
        UNPROVEN(5);

        private final int code;

        Column(int code) {
            this.code = code;
        }

        /** In files. */
        int code() {
            return code;
        }

        static Column ofCode(int code) {
            for (Column column : values()) {
                if (column.code == code) {
                    return column;
                }
            }
            throw new IllegalArgumentException("no column has the code " + code);
        }
    }

    Account plus(Column column, long bytes) {
        return switch (column) {
            case FROM_EDGE_HTTP -> new Account(owner, fromEdgeHttp + bytes, fromEdgePeer, fromPeers, given, unproven);
            case FROM_EDGE_PEER -> new Account(owner, fromEdgeHttp, fromEdgePeer + bytes, fromPeers, given, unproven);
            case FROM_PEERS -> new Account(owner, fromEdgeHttp, fromEdgePeer, fromPeers + bytes, given, unproven);
            case GIVEN -> new Account(owner, fromEdgeHttp, fromEdgePeer, fromPeers, given + bytes, unproven);
            case UNPROVEN -> new Account(owner, fromEdgeHttp, fromEdgePeer, fromPeers, given, unproven + bytes);
        };
    }
}
