package sealswarm.overlay.token;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of the Ed25519 public key a peer made for one track.
 *
 * @param hex 64 lower-case hex digits
 */
public record PeerKeyThumbprint(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 32;

    /** All zero: the token names no key, so no certificate is issued on it. */
    public static final PeerKeyThumbprint NONE = new PeerKeyThumbprint("00".repeat(SIZE_BYTES));

    public PeerKeyThumbprint {
        FixedHex.checked("peer key thumbprint", SIZE_BYTES, hex);
    }

    /**
     * The value of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static PeerKeyThumbprint of(byte[] bytes) {
        return new PeerKeyThumbprint(FixedHex.of("peer key thumbprint", SIZE_BYTES, bytes));
    }

    /** The thumbprint of a public key's 32 raw bytes. */
    public static PeerKeyThumbprint ofKey(PeerPublicKey key) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(key.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A fresh copy of the bytes. */
    public byte[] bytes() {
        return FixedHex.bytes(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
