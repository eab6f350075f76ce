package sealswarm.overlay.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a peer posts to get a {@link PeerCertificate}: its key, and the proof that it holds the private half, over the token's
 * hash, a nonce and the time.
 *
 * @param peerKey the key to certify
 * @param nonce 16 random bytes
 * @param epochSecond the peer's clock
 * @param signature by the peer key
 */
public record CertificateRequest(PeerPublicKey peerKey, RequestNonce nonce, long epochSecond, Signature signature) {
    /** Bytes of the binary form. */
    public static final int SIZE_BYTES =
            1 + PeerPublicKey.SIZE_BYTES + RequestNonce.SIZE_BYTES + 8 + Signature.SIZE_BYTES;

    /** How far the peer's clock may be from the edge's, either way. */
    public static final long MAX_SKEW_SECONDS = 300;

    private static final int VERSION = 1;

    /** Makes the request for a token's text. */
    public static CertificateRequest make(PeerSigningKey key, String token, RequestNonce nonce, Instant now) {
        long second = now.getEpochSecond();
        return new CertificateRequest(
                key.publicKey(), nonce, second, key.sign(statement(key.publicKey(), token, nonce, second)));
    }

    /** Whether the proof fits this token's text and the time is near. */
    public boolean proves(String token, Instant now) {
        return Math.abs(now.getEpochSecond() - epochSecond) <= MAX_SKEW_SECONDS
                && peerKey.verifies(statement(peerKey, token, nonce, epochSecond), signature);
    }

    /** The binary form, {@value #SIZE_BYTES} bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(SIZE_BYTES)
                .put((byte) VERSION)
                .put(peerKey.bytes())
                .put(nonce.bytes())
                .putLong(epochSecond)
                .put(signature.bytes())
                .array();
    }

    /** The request of exactly these bytes; nothing if they are none. */
    public static Optional<CertificateRequest> parse(byte[] bytes) {
        if (bytes.length != SIZE_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        byte[] key = new byte[PeerPublicKey.SIZE_BYTES];
        byte[] nonce = new byte[RequestNonce.SIZE_BYTES];
        byte[] signature = new byte[Signature.SIZE_BYTES];
        in.get(key).get(nonce);
        long second = in.getLong();
        in.get(signature);
        if (second < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CertificateRequest(
                    PeerPublicKey.of(key), RequestNonce.of(nonce), second, Signature.of(signature)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] statement(PeerPublicKey key, String token, RequestNonce nonce, long second) {
        try {
            byte[] tokenHash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return SignedTuple.of("sealswarm/1/certificate-request")
                    .u8(VERSION)
                    .field(key.bytes())
                    .field(tokenHash)
                    .field(nonce.bytes())
                    .u63(second)
                    .bytes();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
