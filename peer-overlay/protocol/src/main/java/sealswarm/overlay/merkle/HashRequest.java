package sealswarm.overlay.merkle;

import java.util.Optional;

/**
 * The range that BEP 52's hash messages ask for, answer or refuse: {@code length} nodes of one layer from {@code index}, and the
 * siblings that lead from them towards the root. Fields are kept as a peer sent them; {@link #isValidFor} comes before any use.
 *
 * @param piecesRoot the track
 * @param baseLayer height of the wanted nodes, 0 for leaves
 * @param index first node within its layer
 * @param length number of nodes
 * @param proofLayers layers above the base that the answer lets its receiver compute and compare
 */
public record HashRequest(MerkleHash piecesRoot, int baseLayer, int index, int length, int proofLayers) {
    /** Most nodes in one request. */
    public static final int MAX_LENGTH = 512;

    /** Most nodes in one request for leaves. */
    public static final int MAX_LEAVES = 8_192;

    /**
     * True if a track of {@code leafCount} leaves has this range: base layer below the root, length a power of two from 2 to {@link
     * #MAX_LENGTH} ({@link #MAX_LEAVES} of leaves), index a multiple of the length within the padded layer, and no more proof
     * layers than lie between base and root.
     */
    public boolean isValidFor(long leafCount) {
        int height = Merkle.height(leafCount);
        int most = baseLayer == 0 ? MAX_LEAVES : MAX_LENGTH;
        return baseLayer >= 0
                && baseLayer < height
                && length >= 2
                && length <= most
                && Integer.bitCount(length) == 1
                && index >= 0
                && index % length == 0
                && (long) index + length <= 1L << (height - baseLayer)
                && proofLayers >= 0
                && proofLayers < height - baseLayer;
    }

    /** Height of the node over the requested ones. */
    public int subtreeHeight() {
        return baseLayer + Integer.numberOfTrailingZeros(length);
    }

    /** Siblings in an answer: proof layers that the requested nodes alone do not give. */
    public int uncleCount() {
        return Math.max(0, proofLayers - (Integer.numberOfTrailingZeros(length) - 1));
    }

    /** Hashes in an answer. */
    public int answerSize() {
        return length + uncleCount();
    }

    /**
     * The answer's hashes, the requested nodes first, then siblings from low to high; empty if {@code nodes} does not know one.
     * The request must be valid for the track.
     */
    public Optional<MerkleLayer> answer(MerkleNodes nodes) {
        byte[] packed = new byte[answerSize() * MerkleHash.LENGTH];
        for (int i = 0; i < answerSize(); i++) {
            Optional<MerkleHash> node = nodes.node(heightOf(i), indexOf(i));
            if (node.isEmpty()) {
                return Optional.empty();
            }
            node.get().copyTo(packed, i * MerkleHash.LENGTH);
        }
        return Optional.of(MerkleLayer.adopt(packed));
    }

    private int heightOf(int answerIndex) {
        return answerIndex < length ? baseLayer : subtreeHeight() + answerIndex - length;
    }

    private long indexOf(int answerIndex) {
        if (answerIndex < length) {
            return (long) index + answerIndex;
        }
        int levels = heightOf(answerIndex) - baseLayer;
        return ((long) index >>> levels) ^ 1;
    }

    /**
     * The highest node that {@code hashes} prove, to be compared with the known one; empty if they cannot be an answer to this
     * request: another number of hashes, an all-zero node where the track has blocks, or anything but padding where it has none.
     * The request must be valid for the track.
     */
    public Optional<ProvenNode> prove(MerkleLayer hashes, long leafCount, MerkleHasher hasher) {
        if (hashes.size() != answerSize()) {
            return Optional.empty();
        }
        for (int i = 0; i < hashes.size(); i++) {
            boolean padding = indexOf(i) >= Merkle.width(leafCount, heightOf(i));
            MerkleHash hash = hashes.get(i);
            if (padding ? !hash.equals(Merkle.padding(heightOf(i))) : hash.equals(MerkleHash.ZERO)) {
                return Optional.empty();
            }
        }
        MerkleHash node = hashes.slice(0, length).subtree(hasher, baseLayer, subtreeHeight());
        long at = (long) index / length;
        for (int i = length; i < hashes.size(); i++) {
            node = at % 2 == 0 ? hasher.node(node, hashes.get(i)) : hasher.node(hashes.get(i), node);
            at /= 2;
        }
        return Optional.of(new ProvenNode(subtreeHeight() + uncleCount(), at, node));
    }

    /**
     * A node that an answer adds up to.
     *
     * @param height its height above the leaves
     * @param index its place in that layer
     * @param hash its value, to be compared with a trusted one
     */
    public record ProvenNode(int height, long index, MerkleHash hash) {}
}
