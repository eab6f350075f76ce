package sealswarm.overlay.tracker;

import java.nio.ByteBuffer;
import sealswarm.overlay.metainfo.InfoHash;

/**
 * A peer's id: 20 bytes it chose itself (BEP 3), packed because a table holds many.
 *
 * @param high first 8 bytes
 * @param middle next 8 bytes
 * @param low last 4 bytes
 */
public record PeerId(long high, long middle, int low) {
    /** Size in bytes. */
    public static final int SIZE_BYTES = InfoHash.V1_LENGTH;

    /** The id of exactly 20 bytes. */
    public static PeerId of(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new PeerId(in.getLong(), in.getLong(), in.getInt());
    }

    /** A fresh copy of the 20 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(SIZE_BYTES)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }
}
