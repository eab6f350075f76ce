package sealswarm.overlay.metainfo;

/**
 * Length of a piece: a power of two from 16 KiB to 64 MiB.
 *
 * @param bytes the length
 */
public record PieceLength(int bytes) {
    /** The shortest piece: one block. */
    public static final int MIN_BYTES = 16 << 10;

    /** The longest piece we accept from others. */
    public static final int MAX_BYTES = 64 << 20;

    /** The shortest piece we write. */
    public static final int MIN_WRITTEN_BYTES = 64 << 10;

    /** The longest piece we write for tracks up to {@link #LARGE_TRACK_BYTES}. */
    public static final int MAX_WRITTEN_BYTES = 1 << 20;

    /** Above this size pieces double until the hybrid metainfo fits stock clients. */
    public static final long LARGE_TRACK_BYTES = 128L << 30;

    /** The largest hybrid metainfo that stock libtorrent loads is below this. */
    public static final int MAX_METAINFO_BYTES = 10_000_000;

    /** What one piece adds to a hybrid metainfo: a SHA-1 and a Merkle node. */
    public static final int METAINFO_BYTES_PER_PIECE = 52;

    /** Pieces we aim to stay below for ordinary tracks. */
    public static final int TARGET_PIECES = 2_000;

    private static final int METAINFO_OVERHEAD_BYTES = 1_000;

    public PieceLength {
        if (!isAllowed(bytes)) {
            throw new IllegalArgumentException(bytes + " is not a power of two from " + MIN_BYTES + " to " + MAX_BYTES);
        }
    }

    /** True if {@code bytes} can be a piece length. */
    public static boolean isAllowed(long bytes) {
        return bytes >= MIN_BYTES && bytes <= MAX_BYTES && Long.bitCount(bytes) == 1;
    }

    /**
     * The length we write for a track: the smallest power of two >= size / {@link #TARGET_PIECES}, from 64 KiB to 1 MiB; above 128
     * GiB doubled until the hybrid metainfo is below {@link #MAX_METAINFO_BYTES}.
     */
    public static PieceLength forSize(long sizeBytes) {
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("size " + sizeBytes + " is below 1");
        }
        int length = MIN_WRITTEN_BYTES;
        while (length < MAX_WRITTEN_BYTES && length < (double) sizeBytes / TARGET_PIECES) {
            length *= 2;
        }
        while (sizeBytes > LARGE_TRACK_BYTES && metainfoBytes(sizeBytes, length) >= MAX_METAINFO_BYTES) {
            length *= 2;
        }
        return new PieceLength(length);
    }

    private static long metainfoBytes(long sizeBytes, int length) {
        return (sizeBytes + length - 1) / length * METAINFO_BYTES_PER_PIECE + METAINFO_OVERHEAD_BYTES;
    }

    /** Number of pieces of a track of {@code sizeBytes}. */
    public long count(long sizeBytes) {
        return (sizeBytes + bytes - 1) / bytes;
    }
}
