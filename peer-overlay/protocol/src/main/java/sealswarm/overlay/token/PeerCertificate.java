package sealswarm.overlay.token;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * An edge's word that a peer key belongs to the holder of a token, for one swarm (docs/spec/edge-token-v1.md). Immutable.
 *
 * @param subject the holder's pseudonym
 * @param peerKey the certified key
 * @param swarmId the one swarm it counts in
 * @param domain what the holder is
 * @param expiresAtEpochSecond first second in which it counts no more
 * @param signature the edge's Ed25519 signature
 */
public record PeerCertificate(
        Pseudonym subject,
        PeerPublicKey peerKey,
        SwarmId swarmId,
        TrustDomain domain,
        long expiresAtEpochSecond,
        Signature signature) {
    /** Longest life. */
    public static final long MAX_LIFE_SECONDS = 24 * 3600;

    /** Bytes of the binary form. */
    public static final int SIZE_BYTES =
            1 + Pseudonym.SIZE_BYTES + PeerPublicKey.SIZE_BYTES + SwarmId.SIZE_BYTES + 1 + 8 + Signature.SIZE_BYTES;

    private static final int VERSION = 1;

    /** Issues a certificate for the key a token names, to end with the token and at most a day from now. */
    public static PeerCertificate issue(EdgeToken token, PeerPublicKey peerKey, PeerSigningKey edgeKey, Instant now) {
        if (!token.peerKey().equals(PeerKeyThumbprint.ofKey(peerKey))) {
            throw new IllegalArgumentException("the token names another peer key");
        }
        long expiry = Math.min(token.expiresAtEpochSecond(), now.getEpochSecond() + MAX_LIFE_SECONDS);
        byte[] statement = statement(token.subject(), peerKey, token.swarmId(), token.domain(), expiry);
        return new PeerCertificate(
                token.subject(), peerKey, token.swarmId(), token.domain(), expiry, edgeKey.sign(statement));
    }

    /** Whether one of the track's edges signed this for that swarm and it has not expired. */
    public boolean isValid(SwarmId expectedSwarm, Iterable<PeerPublicKey> edgeKeys, Instant now) {
        long nowSecond = now.getEpochSecond();
        if (!swarmId.equals(expectedSwarm)
                || nowSecond >= expiresAtEpochSecond
                || expiresAtEpochSecond - nowSecond > MAX_LIFE_SECONDS) {
            return false;
        }
        byte[] statement = statement(subject, peerKey, swarmId, domain, expiresAtEpochSecond);
        for (PeerPublicKey edgeKey : edgeKeys) {
            if (edgeKey.verifies(statement, signature)) {
                return true;
            }
        }
        return false;
    }

    /** The binary form, {@value #SIZE_BYTES} bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(SIZE_BYTES)
                .put((byte) VERSION)
                .put(subject.bytes())
                .put(peerKey.bytes())
                .put(swarmId.bytes())
                .put((byte) domain.code())
                .putLong(expiresAtEpochSecond)
                .put(signature.bytes())
                .array();
    }

    /** The binary form as base64url without padding. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** The certificate of exactly these bytes, unproven; nothing if they are no certificate. */
    public static Optional<PeerCertificate> parse(byte[] bytes) {
        if (bytes.length != SIZE_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        Fields fields = new Fields(bytes, 1);
        try {
            Pseudonym subject = Pseudonym.of(fields.next(Pseudonym.SIZE_BYTES));
            PeerPublicKey peerKey = PeerPublicKey.of(fields.next(PeerPublicKey.SIZE_BYTES));
            SwarmId swarmId = SwarmId.of(fields.next(SwarmId.SIZE_BYTES));
            Optional<TrustDomain> domain = TrustDomain.ofCode(fields.next(1)[0]);
            long expiry = ByteBuffer.wrap(fields.next(8)).getLong();
            Signature signature = Signature.of(fields.next(Signature.SIZE_BYTES));
            return expiry < 1
                    ? Optional.empty()
                    : domain.map(d -> new PeerCertificate(subject, peerKey, swarmId, d, expiry, signature));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] statement(
            Pseudonym subject, PeerPublicKey peerKey, SwarmId swarmId, TrustDomain domain, long expiry) {
        return SignedTuple.of("sealswarm/1/peer-certificate")
                .u8(VERSION)
                .field(subject.bytes())
                .field(peerKey.bytes())
                .field(swarmId.bytes())
                .u8(domain.code())
                .u63(expiry)
                .bytes();
    }

    /** A cursor over a certificate's bytes. */
    private static final class Fields {
        private final byte[] bytes;
        private int at;

        Fields(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        byte[] next(int count) {
            at += count;
            return Arrays.copyOfRange(bytes, at - count, at);
        }
    }
}
