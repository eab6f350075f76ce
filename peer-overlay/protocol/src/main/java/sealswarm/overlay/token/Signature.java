package sealswarm.overlay.token;

/**
 * An Ed25519 signature.
 *
 * @param hex 128 lower-case hex digits
 */
public record Signature(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 64;

    public Signature {
        FixedHex.checked("signature", SIZE_BYTES, hex);
    }

    /**
     * The signature of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static Signature of(byte[] bytes) {
        return new Signature(FixedHex.of("signature", SIZE_BYTES, bytes));
    }

    /** A fresh copy of the bytes. */
    public byte[] bytes() {
        return FixedHex.bytes(hex);
    }
}
