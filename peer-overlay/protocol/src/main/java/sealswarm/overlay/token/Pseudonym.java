package sealswarm.overlay.token;

/**
 * Who holds a token: a pairwise pseudonym of one subject in one track. Two tracks of a subject have unrelated pseudonyms.
 *
 * @param hex 32 lower-case hex digits
 */
public record Pseudonym(String hex) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = 16;

    /** All zero: a token that was made for no subject (a studio's upload, an operator). */
    public static final Pseudonym NOBODY = new Pseudonym("00".repeat(SIZE_BYTES));

    public Pseudonym {
        FixedHex.checked("pseudonym", SIZE_BYTES, hex);
    }

    /**
     * The value of exactly {@value #SIZE_BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static Pseudonym of(byte[] bytes) {
        return new Pseudonym(FixedHex.of("pseudonym", SIZE_BYTES, bytes));
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
