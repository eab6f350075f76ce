package sealswarm.overlay.merkle;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes leaves and nodes with one SHA-256 state. Belongs to one thread; workers have one each. The packed methods allocate
 * nothing.
 */
public final class MerkleHasher {
    private final MessageDigest sha256;

    /** A hasher on the platform's SHA-256. */
    public MerkleHasher() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The leaf of a block of 1..{@link Merkle#LEAF_SIZE} bytes. */
    public MerkleHash leaf(byte[] data, int offset, int length) {
        checkBlockLength(length);
        sha256.update(data, offset, length);
        return MerkleHash.adopt(sha256.digest());
    }

    /** The leaf of the remaining bytes of {@code block}, which are consumed. */
    public MerkleHash leaf(ByteBuffer block) {
        checkBlockLength(block.remaining());
        sha256.update(block);
        return MerkleHash.adopt(sha256.digest());
    }

    /**
     * Hashes {@code length} bytes as consecutive blocks and writes their leaves, 32 bytes each, into {@code packed}.
     *
     * @return the number of leaves written; only the last block can be short
     */
    public int leaves(byte[] data, int offset, int length, byte[] packed, int packedOffset) {
        int count = 0;
        for (int done = 0; done < length; done += Merkle.LEAF_SIZE) {
            sha256.update(data, offset + done, Math.min(Merkle.LEAF_SIZE, length - done));
            digestInto(packed, packedOffset + count * MerkleHash.LENGTH);
            count++;
        }
        return count;
    }

    /** The parent of two nodes. */
    public MerkleHash node(MerkleHash left, MerkleHash right) {
        byte[] both = new byte[2 * MerkleHash.LENGTH];
        left.copyTo(both, 0);
        right.copyTo(both, MerkleHash.LENGTH);
        return MerkleHash.adopt(sha256.digest(both));
    }

    /**
     * The node at {@code height} over {@code count} packed nodes of height {@code baseHeight}; missing ones are padding.
     *
     * @param packed the nodes, 32 bytes each, from {@code offset}; not changed
     * @throws IllegalArgumentException if {@code count} is below 1 or does not fit below that height
     */
    public MerkleHash subtree(byte[] packed, int offset, int count, int baseHeight, int height) {
        int levels = height - baseHeight;
        if (count < 1 || levels < 0 || (levels < Integer.SIZE - 1 && count > 1 << levels)) {
            throw new IllegalArgumentException(count + " nodes do not fit " + levels + " layers");
        }
        byte[] row = new byte[(count + 1) * MerkleHash.LENGTH];
        System.arraycopy(packed, offset, row, 0, count * MerkleHash.LENGTH);
        int width = count;
        for (int level = 0; level < levels; level++) {
            if (width % 2 == 1) {
                Merkle.padding(baseHeight + level).copyTo(row, width * MerkleHash.LENGTH);
                width++;
            }
            width /= 2;
            for (int i = 0; i < width; i++) {
                sha256.update(row, i * 2 * MerkleHash.LENGTH, 2 * MerkleHash.LENGTH);
                digestInto(row, i * MerkleHash.LENGTH);
            }
        }
        return MerkleHash.of(row, 0);
    }

    private void digestInto(byte[] target, int offset) {
        try {
            sha256.digest(target, offset, MerkleHash.LENGTH);
        } catch (DigestException e) {
            throw new IllegalArgumentException("no room for a hash at " + offset, e);
        }
    }

    private static void checkBlockLength(int length) {
        if (length < 1 || length > Merkle.LEAF_SIZE) {
            throw new IllegalArgumentException("a block has 1.." + Merkle.LEAF_SIZE + " bytes, not " + length);
        }
    }
}
