package sealswarm.overlay.swarm;

import java.util.BitSet;
import java.util.List;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerListener;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.WireException;

/** What follows when a peer says something that the protocol allows. */
final class PeerEvents implements PeerListener {
    private final PiecePicker picker;
    private final Connections connections;
    private final Requester requester;
    private final BlockArrivals arrivals;
    private final HashService hashes;
    private final PeerCare care;
    private final Membership membership;
    private final HolePunching holePunching;
    private final MonotonicClock clock;

    PeerEvents(
            PiecePicker picker,
            Connections connections,
            Requester requester,
            BlockArrivals arrivals,
            HashService hashes,
            PeerCare care,
            Membership membership,
            HolePunching holePunching,
            MonotonicClock clock) {
        this.picker = picker;
        this.connections = connections;
        this.requester = requester;
        this.arrivals = arrivals;
        this.hashes = hashes;
        this.care = care;
        this.membership = membership;
        this.holePunching = holePunching;
        this.clock = clock;
    }

    @Override
    public void piecesKnown(Peer peer, BitSet pieces) {
        picker.peerJoined(pieces);
        if (picker.isComplete() && peer.isSeed()) {
            connections.drop(peer);
        } else {
            peer.setWanted(picker.isInteresting(peer.pieces()), clock.millis());
            requester.foresee(peer);
        }
    }

    @Override
    public void pieceGained(Peer peer, int piece) {
        picker.peerHas(piece);
        if (picker.isComplete() && peer.isSeed()) {
            connections.drop(peer);
        } else if (!peer.isWanted() && !picker.has(piece)) {
            peer.setWanted(true, clock.millis());
        }
    }

    @Override
    public void unchoked(Peer peer) {
        requester.ask(peer);
    }

    @Override
    public void requestsLost(Peer peer, List<Block> blocks) {
        arrivals.lost(peer, blocks);
    }

    @Override
    public void interestChanged(Peer peer) {
        care.interestChanged(peer, clock.millis());
    }

    @Override
    public void blockArrived(Peer peer, Block block, BlockData data) {
        arrivals.fromPeer(peer, block, data);
    }

    @Override
    public void blockCrossed(Peer peer, Block block, BlockData data) {
        arrivals.crossed(peer, block, data);
    }

    @Override
    public void hashesWanted(Peer peer, HashRequest range) {
        hashes.wanted(peer, range);
    }

    @Override
    public void hashesArrived(Peer peer, HashRequest range, MerkleLayer answer) {
        hashes.arrived(peer, range, answer);
    }

    @Override
    public void hashesRefused(Peer peer, HashRequest range) {
        hashes.refused(range);
    }

    @Override
    public void introduced(Peer peer, ExtensionHandshake told) {
        membership.introduced(peer, told);
    }

    @Override
    public void extended(Peer peer, int extension, BencodeString payload) throws WireException {
        if (extension == HolePunching.NUMBER) {
            holePunching.received(peer, payload);
        } else {
            membership.received(peer, extension, payload);
        }
    }
}
