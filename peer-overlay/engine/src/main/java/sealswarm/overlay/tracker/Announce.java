package sealswarm.overlay.tracker;

import java.net.InetAddress;
import java.util.Optional;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.wire.PeerId;

/**
 * A well-formed announce, as the peer states it.
 *
 * @param infoHash the wire id it calls the swarm by
 * @param peerId its id
 * @param port where it listens
 * @param uploaded bytes sent so far
 * @param downloaded bytes received so far
 * @param left bytes it still lacks
 * @param event what happened
 * @param peersWanted 0 to {@link SwarmTable#MAX_PEERS}
 * @param key its own secret for a change of address, as a hash; 0 = none
 * @param style whether it understands our extensions
 * @param nat what lies between the peer and others, as it has found out
 * @param claimedAddress {@code ip=}, counted for peers of the EDGE domain only
 */
public record Announce(
        InfoHash infoHash,
        PeerId peerId,
        int port,
        long uploaded,
        long downloaded,
        long left,
        AnnounceEvent event,
        int peersWanted,
        int key,
        Style style,
        NatClass nat,
        Optional<InetAddress> claimedAddress) {
    /** The same asking for another number of peers. */
    Announce wanting(int peers) {
        return new Announce(
                infoHash, peerId, port, uploaded, downloaded, left, event, peers, key, style, nat, claimedAddress);
    }

    /** How a peer announces. */
    public enum Style {
        /** A stock client: one announce per wire id, plain peer lists. */
        STOCK,
        /** {@code ss=1}: knows all wire ids of its swarm and wants each peer's. */
        OURS
    }
}
