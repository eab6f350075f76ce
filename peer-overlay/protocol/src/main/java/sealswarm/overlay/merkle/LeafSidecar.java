package sealswarm.overlay.merkle;

/**
 * The {@code .leaves} file beside a track: the raw 32-byte leaves in order, no header, no padding, so that the leaves of any piece
 * are one byte range. Its content is untrusted until checked against the root or a piece layer. Safe for any thread.
 */
public final class LeafSidecar {
    /** Appended to the name of the track's file. */
    public static final String SUFFIX = ".leaves";

    private LeafSidecar() {}

    /** Length in bytes of the sidecar of a track of {@code sizeBytes}. */
    public static long lengthBytes(long sizeBytes) {
        return Merkle.leafCount(sizeBytes) * MerkleHash.LENGTH;
    }

    /** Where leaf {@code index} begins. */
    public static long offset(long index) {
        return index * MerkleHash.LENGTH;
    }

    /**
     * True if {@code leaves}, all leaves under the node at (height, index), add up to {@code expected}.
     *
     * @param leaves the unpadded leaves under that node, at least one
     */
    public static boolean matches(MerkleLayer leaves, int height, MerkleHash expected, MerkleHasher hasher) {
        return leaves.size() >= 1
                && leaves.size() <= 1L << height
                && leaves.subtree(hasher, 0, height).equals(expected);
    }
}
