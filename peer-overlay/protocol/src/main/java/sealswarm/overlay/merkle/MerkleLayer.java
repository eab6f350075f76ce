package sealswarm.overlay.merkle;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A run of consecutive nodes of one layer, packed at 32 bytes each: leaves, a piece layer, the hashes of a message. Immutable. */
public final class MerkleLayer {
    /** No node at all: the piece layer of a track of at most one piece. */
    public static final MerkleLayer EMPTY = new MerkleLayer(new byte[0]);

    private final byte[] packed;

    private MerkleLayer(byte[] own) {
        this.packed = own;
    }

    /**
     * The nodes packed in {@code bytes}, which are copied.
     *
     * @throws IllegalArgumentException if the length is no multiple of 32
     */
    public static MerkleLayer of(byte[] bytes) {
        if (bytes.length % MerkleHash.LENGTH != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of hashes");
        }
        return new MerkleLayer(bytes.clone());
    }

    /** Takes over {@code own}, which nobody else may keep. */
    static MerkleLayer adopt(byte[] own) {
        return new MerkleLayer(own);
    }

    /** Number of nodes. */
    public int size() {
        return packed.length / MerkleHash.LENGTH;
    }

    /** The node at {@code index} of this run. */
    public MerkleHash get(int index) {
        return MerkleHash.of(packed, index * MerkleHash.LENGTH);
    }

    /** The nodes from {@code from}, {@code count} of them. */
    public MerkleLayer slice(int from, int count) {
        if (from < 0 || count < 0 || from > size() - count) {
            throw new IllegalArgumentException("no " + count + " hashes at " + from + " of " + size());
        }
        return new MerkleLayer(
                Arrays.copyOfRange(packed, from * MerkleHash.LENGTH, (from + count) * MerkleHash.LENGTH));
    }

    /** A copy of the packed bytes. */
    public byte[] packed() {
        return packed.clone();
    }

    /** A read-only view of the packed bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(packed).asReadOnlyBuffer();
    }

    /** The node at {@code height} over the whole run, whose nodes are of {@code baseHeight}; missing ones are padding. */
    public MerkleHash subtree(MerkleHasher hasher, int baseHeight, int height) {
        return hasher.subtree(packed, 0, size(), baseHeight, height);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleLayer layer && Arrays.equals(packed, layer.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return size() + " hashes";
    }
}
