package sealswarm.overlay.wire;

/**
 * A part of a piece as requests name it. Fields are kept as a peer sent them; check with {@link #isWithin} before use.
 *
 * @param piece index of the piece
 * @param begin offset within the piece in bytes
 * @param length number of bytes
 */
public record BlockRange(int piece, int begin, int length) {
    /** The longest range one request may name: 16 KiB. */
    public static final int MAX_LENGTH = 16_384;

    /** True if this is 1..16 KiB that lie inside a piece of {@code pieceLengthBytes} bytes. */
    public boolean isWithin(int pieceLengthBytes) {
        return begin >= 0 && length >= 1 && length <= MAX_LENGTH && (long) begin + length <= pieceLengthBytes;
    }
}
