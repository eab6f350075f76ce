package sealswarm.format.cipher;

import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;

/** The tree nodes over the pieces of one range. */
final class PieceNodes {
    private PieceNodes() {}

    /** Writes one node per piece of the range into {@code nodes}, from the range's packed leaves. */
    static void compute(MerkleHasher hasher, TrackShape shape, byte[] leaves, int leafCount, byte[] nodes) {
        int perPiece = shape.pieceLength().bytes() / Merkle.LEAF_SIZE;
        for (int first = 0, piece = 0; first < leafCount; first += perPiece, piece++) {
            int count = Math.min(perPiece, leafCount - first);
            hasher.subtree(leaves, first * MerkleHash.LENGTH, count, 0, shape.nodeHeight())
                    .copyTo(nodes, piece * MerkleHash.LENGTH);
        }
    }
}
