package sealswarm.format.cipher;

import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.PieceLength;

/**
 * How a track of a size divides into ranges, pieces and leaves. Ranges are the unit of work: 8 MiB, a multiple of every piece length we
 * write.
 *
 * @param sizeBytes of the track
 * @param pieceLength of its metainfos
 */
public record TrackShape(long sizeBytes, PieceLength pieceLength) {
    public static final int RANGE_BYTES = 8 << 20;

    static final int LEAVES_PER_RANGE = RANGE_BYTES / Merkle.LEAF_SIZE;

    public TrackShape {
        Merkle.leafCount(sizeBytes);
        if (RANGE_BYTES % pieceLength.bytes() != 0) {
            throw new IllegalArgumentException("pieces of " + pieceLength.bytes() + " bytes do not divide a range");
        }
    }

    /** The shape we give to a track of this size. */
    public static TrackShape forSize(long sizeBytes) {
        return new TrackShape(sizeBytes, PieceLength.forSize(sizeBytes));
    }

    public int ranges() {
        return Math.toIntExact((sizeBytes + RANGE_BYTES - 1) / RANGE_BYTES);
    }

    /** Length in bytes of a range; only the last is short. */
    public int rangeLength(int range) {
        return (int) Math.min(RANGE_BYTES, sizeBytes - (long) range * RANGE_BYTES);
    }

    int pieces() {
        return Math.toIntExact(pieceLength.count(sizeBytes));
    }

    int piecesPerRange() {
        return RANGE_BYTES / pieceLength.bytes();
    }

    int pieceLengthOf(int piece) {
        return (int) Math.min(pieceLength.bytes(), sizeBytes - (long) piece * pieceLength.bytes());
    }

    long leaves() {
        return Merkle.leafCount(sizeBytes);
    }

    /** Height of the tree over all leaves. */
    int height() {
        return Merkle.height(leaves());
    }

    /** Height of the nodes kept per piece: a piece's, or the root's where one piece is all. */
    int nodeHeight() {
        return pieces() == 1 ? height() : Merkle.pieceHeight(pieceLength.bytes());
    }

    int nodeBytes() {
        return pieces() * MerkleHash.LENGTH;
    }

    int sha1Bytes() {
        return pieces() * PieceHashes.LENGTH;
    }
}
