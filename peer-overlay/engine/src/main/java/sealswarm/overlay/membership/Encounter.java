package sealswarm.overlay.membership;

import java.util.Optional;
import sealswarm.overlay.ack.AuthProof;
import sealswarm.overlay.ack.Meeting;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.PeerMessage;

/** What is known of one connection's other end, and what both owe each other. */
final class Encounter {
    final Peer peer;
    final RequestNonce nonce;
    final AckGiver giver;
    final AckTaker taker;
    /** The numbers the other end gave our two extensions. */
    Optional<Numbers> numbers = Optional.empty();

    Optional<Meeting> meeting = Optional.empty();
    /** The certificate we proved ourselves with. */
    Optional<PeerCertificate> shown = Optional.empty();
    /** A proof that came before we knew any edge's key. */
    Optional<AuthProof> unjudged = Optional.empty();
    /** What the other end has proven. */
    Optional<PeerCertificate> proven = Optional.empty();

    boolean served = true;
    /** Whether it may be here without having proven anything. */
    boolean welcome = true;

    final long joinedMillis;
    /** Sent bytes that are on the account of who it has proven to be. */
    long countedBytes;

    int proofs;

    /** Extension numbers of the other end. */
    record Numbers(int auth, int ack) {}

    Encounter(Peer peer, RequestNonce nonce, long epochSecond, long nowMillis) {
        this.peer = peer;
        this.nonce = nonce;
        this.joinedMillis = nowMillis;
        this.giver = new AckGiver(epochSecond, nowMillis);
        this.taker = new AckTaker(nowMillis);
    }

    /** True if the other end is to acknowledge what we send: both are proven, and we are no edge, which counts for itself. */
    boolean owesAcks() {
        return proven.isPresent() && shown.isPresent() && shown.get().domain() != TrustDomain.EDGE;
    }

    /** True if we are to acknowledge what it sends. */
    boolean takesAcks() {
        return proven.isPresent() && shown.isPresent() && proven.get().domain() != TrustDomain.EDGE;
    }

    /** True if it has proven who it is, or need not. */
    boolean isAdmitted() {
        return welcome || proven.isPresent();
    }

    void say(int extension, byte[] payload, long nowMillis) {
        peer.send(new PeerMessage.Extended(extension, BencodeString.of(payload)), nowMillis);
    }
}
