package sealswarm.format.cipher;

import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.PiecesRoot;

/** The leaves of one piece, checked against its track's root. Only {@link TrackVerifier} makes them. Immutable. */
public final class PieceLeaves {
    private final PiecesRoot root;
    private final int piece;
    private final long firstBlock;
    private final MerkleLayer leaves;

    PieceLeaves(PiecesRoot root, int piece, long firstBlock, MerkleLayer leaves) {
        this.root = root;
        this.piece = piece;
        this.firstBlock = firstBlock;
        this.leaves = leaves;
    }

    public int piece() {
        return piece;
    }

    /** Whether the piece holds block {@code index}. */
    public boolean holds(long index) {
        return index >= firstBlock && index < firstBlock + leaves.size();
    }

    PiecesRoot root() {
        return root;
    }

    MerkleHash leaf(long index) {
        return leaves.get((int) (index - firstBlock));
    }
}
