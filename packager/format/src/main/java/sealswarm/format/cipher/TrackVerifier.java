package sealswarm.format.cipher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;

/**
 * Checks ciphertext against the root in a verified manifest. Depth and lengths come from the signed size, never from data. Immutable, safe
 * for any thread; a check of one block takes 10 to 40 microseconds.
 */
public final class TrackVerifier {
    private final Track track;
    private final TrackShape shape;
    private final MerkleLayer pieceNodes;

    private TrackVerifier(Track track, MerkleLayer pieceNodes) {
        this.track = track;
        this.shape = new TrackShape(track.sizeBytes(), track.pieceLength());
        this.pieceNodes = pieceNodes;
    }

    /**
     * A verifier by the piece layer of the track's metainfo, {@link MerkleLayer#EMPTY} where one piece is all.
     *
     * @param track of a manifest whose signature was verified
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} if the layer does not add up to the root
     */
    public static TrackVerifier ofPieceLayer(Track track, MerkleLayer pieceLayer) {
        TrackShape shape = new TrackShape(track.sizeBytes(), track.pieceLength());
        if (shape.pieces() == 1) {
            if (pieceLayer.size() != 0) {
                throw corrupt(track, "a track of one piece has no piece layer");
            }
            return new TrackVerifier(track, MerkleLayer.of(track.root().hash().bytes()));
        }
        if (pieceLayer.size() != shape.pieces()
                || !pieceLayer
                        .subtree(new MerkleHasher(), shape.nodeHeight(), shape.height())
                        .equals(track.root().hash())) {
            throw corrupt(track, "the piece layer does not add up to the root");
        }
        return new TrackVerifier(track, pieceLayer);
    }

    /**
     * A verifier by all leaves of the track.
     *
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} if the leaves do not add up to the root
     */
    public static TrackVerifier ofLeaves(Track track, MerkleLayer leaves) {
        TrackShape shape = new TrackShape(track.sizeBytes(), track.pieceLength());
        if (leaves.size() != shape.leaves()) {
            throw corrupt(track, leaves.size() + " leaves where " + shape.leaves() + " are due");
        }
        MerkleHasher hasher = new MerkleHasher();
        int perPiece = shape.pieceLength().bytes() / Merkle.LEAF_SIZE;
        byte[] nodes = new byte[shape.nodeBytes()];
        for (int piece = 0; piece < shape.pieces(); piece++) {
            int first = piece * perPiece;
            leaves.slice(first, Math.min(perPiece, leaves.size() - first))
                    .subtree(hasher, 0, shape.nodeHeight())
                    .copyTo(nodes, piece * MerkleHash.LENGTH);
        }
        return ofPieceLayer(track, shape.pieces() == 1 ? singlePiece(track, nodes) : MerkleLayer.of(nodes));
    }

    private static MerkleLayer singlePiece(Track track, byte[] node) {
        if (!track.root().hash().matches(node, 0)) {
            throw corrupt(track, "the leaves do not add up to the root");
        }
        return MerkleLayer.EMPTY;
    }

    public Track track() {
        return track;
    }

    public int pieces() {
        return shape.pieces();
    }

    /** The piece that holds block {@code index}. */
    public int pieceOf(long index) {
        Merkle.blockLength(track.sizeBytes(), index);
        return (int) (index * Merkle.LEAF_SIZE / shape.pieceLength().bytes());
    }

    /** Length of a piece; only the last is short. */
    public int pieceLengthBytes(int piece) {
        if (piece < 0 || piece >= shape.pieces()) {
            throw new IllegalArgumentException("no piece " + piece);
        }
        return shape.pieceLengthOf(piece);
    }

    /**
     * Checks the leaves of one piece, as the sidecar has them.
     *
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} if they are not the piece's
     */
    public PieceLeaves leaves(int piece, MerkleLayer leaves) {
        int due = RangeLedger.leavesIn(pieceLengthBytes(piece));
        if (leaves.size() != due
                || !leaves.subtree(new MerkleHasher(), 0, shape.nodeHeight()).equals(pieceNodes.get(piece))) {
            throw corrupt(track, "the leaves of piece " + piece + " do not add up to the root");
        }
        return new PieceLeaves(track.root(), piece, firstBlock(piece), leaves);
    }

    /**
     * Checks one block.
     *
     * @param leaves of the piece that holds it
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} if it is another block's, another track's, or of another length
     */
    public VerifiedBlock verify(PieceLeaves leaves, long index, byte[] block) {
        if (!leaves.root().equals(track.root()) || !leaves.holds(index)) {
            throw new IllegalArgumentException("leaves of another track or piece");
        }
        byte[] own = block.clone();
        if (own.length != Merkle.blockLength(track.sizeBytes(), index)
                || !new MerkleHasher().leaf(own, 0, own.length).equals(leaves.leaf(index))) {
            throw corrupt(track, "block " + index + " is not what the manifest says");
        }
        return new VerifiedBlock(track.root(), index, own);
    }

    /**
     * Checks a whole piece without leaves and gives its blocks.
     *
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} if any byte of it differs
     */
    public List<VerifiedBlock> verifyPiece(int piece, byte[] bytes) {
        byte[] own = bytes.clone();
        if (own.length != pieceLengthBytes(piece)) {
            throw corrupt(track, "piece " + piece + " has " + own.length + " bytes");
        }
        MerkleHasher hasher = new MerkleHasher();
        byte[] leaves = new byte[RangeLedger.leavesIn(own.length) * MerkleHash.LENGTH];
        int count = hasher.leaves(own, 0, own.length, leaves, 0);
        if (!hasher.subtree(leaves, 0, count, 0, shape.nodeHeight()).equals(pieceNodes.get(piece))) {
            throw corrupt(track, "piece " + piece + " is not what the manifest says");
        }
        List<VerifiedBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = i * Merkle.LEAF_SIZE;
            byte[] block = Arrays.copyOfRange(own, from, Math.min(own.length, from + Merkle.LEAF_SIZE));
            blocks.add(new VerifiedBlock(track.root(), firstBlock(piece) + i, block));
        }
        return List.copyOf(blocks);
    }

    private long firstBlock(int piece) {
        return (long) piece * (shape.pieceLength().bytes() / Merkle.LEAF_SIZE);
    }

    private static FormatException corrupt(Track track, String what) {
        return new FormatException(FormatProblem.BLOCK_CORRUPT, "track " + track.id() + ": " + what);
    }
}
