package sealswarm.overlay.token;

/**
 * Random bytes a request is told apart by.
 *
 * @param hex 32 lower-case hex digits
 */
public record RequestNonce(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 16;

    public RequestNonce {
        FixedHex.checked("nonce", SIZE_BYTES, hex);
    }

    /**
     * The value of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static RequestNonce of(byte[] bytes) {
        return new RequestNonce(FixedHex.of("nonce", SIZE_BYTES, bytes));
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
