package sealswarm.overlay.ack;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 value: a session's id (the hash of both peers' nonces) or the hash of the previous ack.
 *
 * @param hex 64 lower-case hex digits
 */
public record Digest32(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 32;

    /** All zero: what the first ack of a chain names as its previous one. */
    public static final Digest32 ZERO = new Digest32("00".repeat(SIZE_BYTES));

    public Digest32 {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a digest is 64 lower-case hex digits");
        }
    }

    /** The SHA-256 of these bytes. */
    public static Digest32 ofContent(byte[] content) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The value of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static Digest32 of(byte[] bytes) {
        return new Digest32(HexFormat.of().formatHex(bytes));
    }

    /** A fresh copy of the bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
