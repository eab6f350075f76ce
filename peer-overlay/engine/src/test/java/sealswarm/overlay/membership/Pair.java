package sealswarm.overlay.membership;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.peer.PeerListener;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.swarm.Membership;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/** Two members of one swarm and the connection between them, played by hand. */
final class Pair {
    static final SwarmId SWARM = new SwarmId("ab".repeat(20));

    final Side one = new Side(1);
    final Side two = new Side(2);
    long millis;

    /** One end: its membership, and the other end as it sees it. */
    final class Side implements PeerLink, PeerListener, Membership.Door {
        final PeerSigningKey key;
        final PeerId id;
        final CertifiedMembership membership;
        final Deque<PeerMessage.Extended> sent = new ArrayDeque<>();
        final List<String> done = new ArrayList<>();
        private Optional<Peer> peer = Optional.empty();

        Side(int number) {
            key = SampleMember.key(number);
            byte[] name = new byte[PeerId.LENGTH];
            Arrays.fill(name, (byte) number);
            id = PeerId.of(name);
            membership = new CertifiedMembership(
                    new CertifiedMembership.Self(SWARM, id, key),
                    SampleMember.wall(() -> millis),
                    () -> millis,
                    new SplittableRandom(number));
            membership.opened(this);
        }

        Side other() {
            return this == one ? two : one;
        }

        /** The other end, as the last connection has it. */
        Peer peer() {
            return peer.orElseThrow();
        }

        void meet() {
            Handshake handshake = new Handshake(InfoHash.of(new byte[20]), other().id, Handshake.EXTENSION_PROTOCOL);
            Peer fresh = new Peer(this, new TrackLayout(1 << 20, 65_536), handshake, Peer.Protocol.V1, this, millis);
            peer = Optional.of(fresh);
            membership.joined(fresh);
        }

        PeerCertificate certificate(TrustDomain domain) {
            return SampleMember.certificate(
                    key, SWARM, domain, SampleMember.wall(() -> millis).instant());
        }

        void certify(TrustDomain domain) {
            membership.certified(certificate(domain), SampleMember.EDGES);
        }

        /** The other end says this. */
        void hears(int extension, byte[] payload) throws WireException {
            peer().receive(new PeerMessage.Extended(extension, BencodeString.of(payload)), millis);
        }

        /** The oldest thing we said that the other end has not heard. */
        byte[] next() {
            return sent.remove().payload().bytes();
        }

        TrustDomain seesOther() {
            return membership.domain(peer());
        }

        @Override
        public void send(PeerMessage message) {
            sent.add((PeerMessage.Extended) message);
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void pauseInput() {}

        @Override
        public void resumeInput() {}

        @Override
        public void close() {}

        @Override
        public String remoteHost() {
            return "192.0.2.1";
        }

        @Override
        public boolean isLoopback() {
            return false;
        }

        @Override
        public void piecesKnown(Peer from, BitSet pieces) {}

        @Override
        public void pieceGained(Peer from, int piece) {}

        @Override
        public void unchoked(Peer from) {}

        @Override
        public void requestsLost(Peer from, List<Block> blocks) {}

        @Override
        public void interestChanged(Peer from) {}

        @Override
        public void blockArrived(Peer from, Block block, BlockData data) {}

        @Override
        public void blockCrossed(Peer from, Block block, BlockData data) {}

        @Override
        public void hashesWanted(Peer from, HashRequest range) {}

        @Override
        public void hashesArrived(Peer from, HashRequest range, MerkleLayer hashes) {}

        @Override
        public void hashesRefused(Peer from, HashRequest range) {}

        @Override
        public void introduced(Peer from, ExtensionHandshake told) {
            membership.introduced(from, told);
        }

        @Override
        public void extended(Peer from, int extension, BencodeString payload) throws WireException {
            membership.received(from, extension, payload);
        }

        @Override
        public void drop(Peer gone) {
            done.add("drop");
            membership.left(gone);
        }

        @Override
        public void reconsider(Peer changed) {
            done.add("reconsider");
        }
    }

    /** A connection on which both have named their extensions. */
    static Pair met() throws WireException {
        Pair pair = new Pair();
        pair.meet();
        return pair;
    }

    /** A connection on which both name their extensions. */
    private void meet() throws WireException {
        one.meet();
        two.meet();
        for (Side side : List.of(one, two)) {
            ExtensionHandshake told = new ExtensionHandshake(
                    side.membership.extensions(), 500, OptionalInt.empty(), ExtensionHandshake.Interest.DOWNLOADS);
            side.other().peer().receive(new PeerMessage.Extended(0, told.encode()), millis);
        }
    }

    /** Another connection between the same two, as far as they get. */
    void meetAgain() throws WireException {
        meet();
        exchange();
    }

    /** Both are proven to each other. */
    static Pair proven(TrustDomain first, TrustDomain second) throws WireException {
        Pair pair = met();
        pair.one.certify(first);
        pair.two.certify(second);
        pair.exchange();
        return pair;
    }

    /** Everything said is heard, and what is said upon it. */
    void exchange() throws WireException {
        while (!one.sent.isEmpty() || !two.sent.isEmpty()) {
            for (Side side : List.of(one, two)) {
                PeerMessage.Extended message = side.sent.poll();
                if (message != null) {
                    side.other().peer().receive(message, millis);
                }
            }
        }
    }

    /** One sends so many blocks of 16 KiB, which prove right. */
    void transfer(Side from, int blocks) {
        for (int i = 0; i < blocks; i++) {
            from.membership.delivered(from.peer(), TrackLayout.BLOCK);
            from.other().membership.verified(from.other().peer(), TrackLayout.BLOCK);
        }
    }
}
