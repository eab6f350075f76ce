package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The 20 bytes a peer calls itself by (BEP 3, BEP 20), packed because a tracker's table holds many.
 *
 * @param high first 8 bytes
 * @param middle next 8 bytes
 * @param low last 4 bytes
 */
public record PeerId(long high, long middle, int low) {
    /** Length in bytes. */
    public static final int LENGTH = 20;

    private static final byte[] PREFIX = "-SS1000-".getBytes(StandardCharsets.US_ASCII);

    /** A peer id of exactly 20 bytes. */
    public static PeerId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a peer id has " + LENGTH + " bytes, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new PeerId(in.getLong(), in.getLong(), in.getInt());
    }

    /** A fresh id of ours; one per track and run. */
    public static PeerId fresh(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        System.arraycopy(PREFIX, 0, bytes, 0, PREFIX.length);
        return of(bytes);
    }

    /** A fresh copy of the 20 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
