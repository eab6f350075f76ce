package sealswarm.overlay.ack;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.SignedTuple;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.wire.PeerId;

/**
 * Two peers of one connection, as far as both have said who they are: what each signs to prove that its certificate is its own
 * (docs/spec/peer-wire-v1.md, section 4). Roles follow from the nonces, so that it does not matter who called whom. Immutable.
 *
 * @param swarmId the swarm both are in
 * @param self this end
 * @param other the other end; its nonce is not ours
 */
public record Meeting(SwarmId swarmId, Party self, Party other) {
    private static final int LOWER_ROLE = 1;
    private static final int UPPER_ROLE = 2;

    /**
     * One end.
     *
     * @param id what it calls itself in its handshake
     * @param nonce 16 bytes, fresh for the connection
     */
    public record Party(PeerId id, RequestNonce nonce) {}

    /** What a proof is worth. */
    public enum Verdict {
        /** The other end holds the certified key, and one of our edges certified it. */
        PROVEN,
        /** It holds the key, but no edge we know certified it, or not for now: it is a stranger. */
        UNKNOWN,
        /** It does not hold the key, or the certificate is for another swarm. */
        FORGED
    }

    public Meeting {
        if (self.nonce().equals(other.nonce())) {
            throw new IllegalArgumentException("the other end gives back our own nonce");
        }
    }

    /** What the acks of this connection are numbered within: SHA-256 of the lower nonce and then the higher one. */
    public Digest32 session() {
        byte[] mine = self.nonce().bytes();
        byte[] theirs = other.nonce().bytes();
        boolean lower = isLower(self, other);
        return Digest32.ofContent(ByteBuffer.allocate(mine.length + theirs.length)
                .put(lower ? mine : theirs)
                .put(lower ? theirs : mine)
                .array());
    }

    /** Our proof. */
    public AuthProof prove(PeerCertificate certificate, PeerSigningKey key) {
        if (!key.publicKey().equals(certificate.peerKey())) {
            throw new IllegalArgumentException("the certificate is for another key");
        }
        return new AuthProof(certificate, key.sign(statement(self, other)));
    }

    /** What the other end's proof is worth. Takes about 0.3 ms. */
    public Verdict judge(AuthProof proof, Iterable<PeerPublicKey> edgeKeys, Instant now) {
        PeerCertificate certificate = proof.certificate();
        if (!certificate.swarmId().equals(swarmId)
                || !certificate.peerKey().verifies(statement(other, self), proof.signature())) {
            return Verdict.FORGED;
        }
        return certificate.isValid(swarmId, edgeKeys, now) ? Verdict.PROVEN : Verdict.UNKNOWN;
    }

    private byte[] statement(Party signer, Party reader) {
        return SignedTuple.of("sealswarm/1/auth")
                .u8(isLower(signer, reader) ? LOWER_ROLE : UPPER_ROLE)
                .field(signer.id().bytes())
                .field(reader.id().bytes())
                .field(session().bytes())
                .field(swarmId.bytes())
                .bytes();
    }

    private static boolean isLower(Party one, Party another) {
        return Arrays.compareUnsigned(one.nonce().bytes(), another.nonce().bytes()) < 0;
    }
}
