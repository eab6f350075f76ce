package sealswarm.overlay.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All nodes from a known layer (the leaves, or the piece layer) up to the root. Immutable; takes twice the bytes of its base layer.
 */
public final class MerkleTree implements MerkleNodes {
    private final long leafCount;
    private final int baseHeight;
    private final List<MerkleLayer> layers;

    private MerkleTree(long leafCount, int baseHeight, List<MerkleLayer> layers) {
        this.leafCount = leafCount;
        this.baseHeight = baseHeight;
        this.layers = layers;
    }

    /** The tree over all leaves of a track. */
    public static MerkleTree ofLeaves(MerkleLayer leaves) {
        return ofLayer(leaves, 0, leaves.size());
    }

    /**
     * The tree above a whole layer.
     *
     * @param base every node of the layer at {@code baseHeight} that covers a leaf
     * @throws IllegalArgumentException if the layer's size does not fit {@code leafCount}
     */
    public static MerkleTree ofLayer(MerkleLayer base, int baseHeight, long leafCount) {
        int top = Merkle.height(leafCount);
        if (baseHeight < 0 || baseHeight > top || base.size() != Merkle.width(leafCount, baseHeight)) {
            throw new IllegalArgumentException(
                    base.size() + " hashes at height " + baseHeight + " do not fit " + leafCount + " leaves");
        }
        MerkleHasher hasher = new MerkleHasher();
        List<MerkleLayer> layers = new ArrayList<>();
        layers.add(base);
        for (int height = baseHeight; height < top; height++) {
            layers.add(above(hasher, layers.get(layers.size() - 1), height));
        }
        return new MerkleTree(leafCount, baseHeight, List.copyOf(layers));
    }

    private static MerkleLayer above(MerkleHasher hasher, MerkleLayer below, int height) {
        int width = (below.size() + 1) / 2;
        byte[] packed = new byte[width * MerkleHash.LENGTH];
        byte[] children = below.packed();
        for (int i = 0; i < width; i++) {
            int count = Math.min(2, below.size() - 2 * i);
            hasher.subtree(children, 2 * i * MerkleHash.LENGTH, count, height, height + 1)
                    .copyTo(packed, i * MerkleHash.LENGTH);
        }
        return MerkleLayer.adopt(packed);
    }

    /** The root. */
    public MerkleHash root() {
        return layers.get(layers.size() - 1).get(0);
    }

    /** Height of the root. */
    public int height() {
        return baseHeight + layers.size() - 1;
    }

    /** Height of the lowest layer this tree holds. */
    public int baseHeight() {
        return baseHeight;
    }

    /** Leaves of the track, whether or not this tree holds their layer. */
    public long leafCount() {
        return leafCount;
    }

    /** The node at (height, index), padding included; empty below the held layers and outside the tree. */
    @Override
    public Optional<MerkleHash> node(int height, long index) {
        if (height < baseHeight || height > height() || index < 0 || index >= 1L << (height() - height)) {
            return Optional.empty();
        }
        MerkleLayer layer = layers.get(height - baseHeight);
        return Optional.of(index < layer.size() ? layer.get((int) index) : Merkle.padding(height));
    }
}
