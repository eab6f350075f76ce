package sealswarm.overlay.merkle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds root and piece layer of a track from leaves in order, keeping one node per height and 32 bytes per piece. Callers that
 * hash ranges in parallel add the ranges' subtrees in order, each up to the piece's height. Belongs to one thread.
 */
public final class MerkleAccumulator {
    private static final int INITIAL_PIECES = 64;

    private final MerkleHasher hasher = new MerkleHasher();
    private final int pieceHeight;
    private final @Nullable MerkleHash[] pending = new MerkleHash[Merkle.MAX_HEIGHT + 1];
    private byte[] pieces = new byte[INITIAL_PIECES * MerkleHash.LENGTH];
    private int pieceCount;
    private long leafCount;

    /** An empty track whose pieces are nodes of {@code pieceHeight} ({@link Merkle#pieceHeight}). */
    public MerkleAccumulator(int pieceHeight) {
        if (pieceHeight < 0 || pieceHeight > Merkle.MAX_HEIGHT) {
            throw new IllegalArgumentException("piece height " + pieceHeight);
        }
        this.pieceHeight = pieceHeight;
    }

    /** Adds the next leaf. */
    public void add(MerkleHash leaf) {
        addSubtree(0, leaf);
    }

    /** Adds packed leaves: those that fill whole pieces as subtrees, the rest one by one. */
    public void addLeaves(byte[] packed, int offset, int count) {
        int perPiece = 1 << Math.min(pieceHeight, Integer.SIZE - 2);
        int done = 0;
        while (done < count) {
            int at = offset + done * MerkleHash.LENGTH;
            if (leafCount % perPiece == 0 && count - done >= perPiece) {
                addSubtree(pieceHeight, hasher.subtree(packed, at, perPiece, 0, pieceHeight));
                done += perPiece;
            } else {
                add(MerkleHash.of(packed, at));
                done++;
            }
        }
    }

    /**
     * Adds a complete node of {@code height} over the next 2^height leaves.
     *
     * @throws IllegalArgumentException if the leaves so far are no multiple of 2^height, the height is above a piece's, or the
     *     track would exceed {@link Merkle#MAX_SIZE_BYTES}
     */
    public void addSubtree(int height, MerkleHash node) {
        if (height < 0 || height > pieceHeight || leafCount % (1L << height) != 0) {
            throw new IllegalArgumentException("a node of height " + height + " cannot follow " + leafCount
                    + " leaves of pieces of height " + pieceHeight);
        }
        if (leafCount + (1L << height) > Merkle.MAX_SIZE_BYTES / Merkle.LEAF_SIZE) {
            throw new IllegalArgumentException("more than " + Merkle.MAX_SIZE_BYTES + " bytes");
        }
        leafCount += 1L << height;
        MerkleHash carry = node;
        int at = height;
        while (true) {
            if (at == pieceHeight) {
                appendPiece(carry);
            }
            MerkleHash left = pending[at];
            if (left == null) {
                pending[at] = carry;
                return;
            }
            pending[at] = null;
            carry = hasher.node(left, carry);
            at++;
        }
    }

    /** Leaves so far. */
    public long leafCount() {
        return leafCount;
    }

    /**
     * The root over the leaves so far, padded as BEP 52 says.
     *
     * @throws IllegalStateException if there is no leaf
     */
    public MerkleHash root() {
        if (leafCount == 0) {
            throw new IllegalStateException("a tree has at least one leaf");
        }
        return padded(Merkle.height(leafCount));
    }

    /** The piece layer over the leaves so far; {@link MerkleLayer#EMPTY} if they are at most one piece. */
    public MerkleLayer pieceLayer() {
        if (leafCount <= 1L << pieceHeight) {
            return MerkleLayer.EMPTY;
        }
        int complete = pieceCount;
        if (Merkle.width(leafCount, pieceHeight) == complete) {
            return MerkleLayer.adopt(Arrays.copyOf(pieces, complete * MerkleHash.LENGTH));
        }
        byte[] all = Arrays.copyOf(pieces, (complete + 1) * MerkleHash.LENGTH);
        padded(pieceHeight).copyTo(all, complete * MerkleHash.LENGTH);
        return MerkleLayer.adopt(all);
    }

    /** The last node of {@code height}, its missing leaves padded. */
    private MerkleHash padded(int height) {
        MerkleHash carry = null;
        for (int at = 0; at < height; at++) {
            MerkleHash left = pending[at];
            if (left != null) {
                carry = hasher.node(left, carry == null ? Merkle.padding(at) : carry);
            } else if (carry != null) {
                carry = hasher.node(carry, Merkle.padding(at));
            }
        }
        MerkleHash complete = carry == null ? pending[height] : carry;
        if (complete == null) {
            throw new IllegalStateException("no leaf below height " + height);
        }
        return complete;
    }

    private void appendPiece(MerkleHash piece) {
        int at = pieceCount * MerkleHash.LENGTH;
        if (at == pieces.length) {
            pieces = Arrays.copyOf(pieces, pieces.length * 2);
        }
        piece.copyTo(pieces, at);
        pieceCount++;
    }
}
