package sealswarm.overlay.metainfo;

import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;

/**
 * All that a metainfo says about a track's bytes.
 *
 * @param lengthBytes length of the track, at least 1
 * @param pieceLength length of its pieces
 * @param root Merkle root
 * @param pieceLayer one node per piece; empty if the track is at most one piece
 * @param pieceHashes one SHA-1 per piece
 */
public record TrackHashes(
        long lengthBytes, PieceLength pieceLength, PiecesRoot root, MerkleLayer pieceLayer, PieceHashes pieceHashes) {
    public TrackHashes {
        long pieces = pieceLength.count(lengthBytes);
        if (lengthBytes < 1 || pieceHashes.size() != pieces) {
            throw new IllegalArgumentException(pieceHashes + " do not fit " + lengthBytes + " bytes");
        }
        if (!layerFits(lengthBytes, pieceLength, root, pieceLayer)) {
            throw new IllegalArgumentException("the piece layer does not add up to the root");
        }
    }

    /** True if {@code layer} is the piece layer of such a track: of the right size, and adding up to the root. */
    static boolean layerFits(long lengthBytes, PieceLength pieceLength, PiecesRoot root, MerkleLayer layer) {
        long pieces = pieceLength.count(lengthBytes);
        if (pieces <= 1) {
            return layer.size() == 0;
        }
        int pieceHeight = Merkle.pieceHeight(pieceLength.bytes());
        int height = Merkle.height(Merkle.leafCount(lengthBytes));
        return layer.size() == pieces
                && layer.subtree(new MerkleHasher(), pieceHeight, height).equals(root.hash());
    }
}
