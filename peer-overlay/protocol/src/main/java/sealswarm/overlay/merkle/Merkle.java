package sealswarm.overlay.merkle;

/** Constants and arithmetic of BEP 52's tree. Heights count from the leaves, which are at height 0. Safe for any thread. */
public final class Merkle {
    /** Bytes under one leaf; the last block of a track may be shorter. */
    public static final int LEAF_SIZE = 16_384;

    /** The largest track: 1 TiB. */
    public static final long MAX_SIZE_BYTES = 1L << 40;

    /** Height of the tree over the largest track. */
    public static final int MAX_HEIGHT = 26;

    private static final MerkleHash[] PADDING = paddings();

    private Merkle() {}

    private static MerkleHash[] paddings() {
        MerkleHash[] padding = new MerkleHash[MAX_HEIGHT + 1];
        padding[0] = MerkleHash.ZERO;
        MerkleHasher hasher = new MerkleHasher();
        for (int height = 1; height <= MAX_HEIGHT; height++) {
            padding[height] = hasher.node(padding[height - 1], padding[height - 1]);
        }
        return padding;
    }

    /** The node at {@code height} that covers no block at all: the root of 2^height all-zero leaves. */
    public static MerkleHash padding(int height) {
        return PADDING[height];
    }

    /**
     * Number of leaves over {@code sizeBytes} bytes.
     *
     * @throws IllegalArgumentException unless 1 <= sizeBytes <= {@link #MAX_SIZE_BYTES}
     */
    public static long leafCount(long sizeBytes) {
        if (sizeBytes < 1 || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("size " + sizeBytes + " is not in 1.." + MAX_SIZE_BYTES);
        }
        return (sizeBytes + LEAF_SIZE - 1) / LEAF_SIZE;
    }

    /** Length in bytes of the block under leaf {@code index} of a track of {@code sizeBytes}. */
    public static int blockLength(long sizeBytes, long index) {
        long start = index * LEAF_SIZE;
        if (index < 0 || start >= sizeBytes) {
            throw new IllegalArgumentException("no block " + index + " in " + sizeBytes + " bytes");
        }
        return (int) Math.min(LEAF_SIZE, sizeBytes - start);
    }

    /** Height of the root over {@code leafCount} >= 1 leaves: the smallest h with 2^h >= leafCount. */
    public static int height(long leafCount) {
        if (leafCount < 1) {
            throw new IllegalArgumentException("a tree has at least one leaf");
        }
        return Long.SIZE - Long.numberOfLeadingZeros(leafCount - 1);
    }

    /** Number of nodes at {@code height} that cover at least one of {@code leafCount} leaves. */
    public static long width(long leafCount, int height) {
        return (leafCount + (1L << height) - 1) >>> height;
    }

    /** Height of the layer whose nodes cover one piece each; the piece length is a power of two >= {@link #LEAF_SIZE}. */
    public static int pieceHeight(long pieceLengthBytes) {
        if (pieceLengthBytes < LEAF_SIZE || Long.bitCount(pieceLengthBytes) != 1) {
            throw new IllegalArgumentException(
                    "piece length " + pieceLengthBytes + " is not a power of two >= " + LEAF_SIZE);
        }
        return Long.numberOfTrailingZeros(pieceLengthBytes / LEAF_SIZE);
    }
}
