package sealswarm.overlay.swarm;

import java.util.Optional;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.merkle.MerkleTree;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.picker.TrackLayout;

/** What is known of a track's bytes before any has come: its layout, and the hashes they must have. Immutable. */
public final class TrackFacts {
    private final TrackLayout layout;
    private final Optional<MerkleTree> tree;
    private final Optional<MerkleHash> root;
    private final Optional<PieceHashes> pieceHashes;
    private final int pieceHeight;
    private final long leafCount;

    private TrackFacts(
            TrackLayout layout,
            Optional<MerkleTree> tree,
            Optional<MerkleHash> root,
            Optional<PieceHashes> pieceHashes) {
        this.layout = layout;
        this.tree = tree;
        this.root = root;
        this.pieceHashes = pieceHashes;
        this.leafCount = Merkle.leafCount(layout.lengthBytes());
        this.pieceHeight = Math.min(Merkle.pieceHeight(layout.pieceLengthBytes()), Merkle.height(leafCount));
    }

    /**
     * The facts of a metainfo. A hybrid one whose piece layer is absent counts as v1.
     *
     * @throws IllegalArgumentException if a v2-only metainfo lacks its piece layer
     */
    public static TrackFacts of(Metainfo metainfo) {
        TrackLayout layout =
                new TrackLayout(metainfo.lengthBytes(), metainfo.pieceLength().bytes());
        Optional<MerkleTree> tree = metainfo.root().flatMap(root -> metainfo.pieceLayer()
                .map(layer -> layer.size() == 0 ? MerkleLayer.of(root.hash().bytes()) : layer)
                .map(layer -> MerkleTree.ofLayer(
                        layer,
                        Math.min(
                                Merkle.pieceHeight(layout.pieceLengthBytes()),
                                Merkle.height(Merkle.leafCount(layout.lengthBytes()))),
                        Merkle.leafCount(layout.lengthBytes()))));
        if (tree.isEmpty() && metainfo.pieceHashes().isEmpty()) {
            throw new IllegalArgumentException("the metainfo has no piece layers: get one that has");
        }
        return new TrackFacts(layout, tree, tree.map(MerkleTree::root), metainfo.pieceHashes());
    }

    /** How the track divides. */
    public TrackLayout layout() {
        return layout;
    }

    /** The root, if blocks can be checked one by one. */
    public Optional<MerkleHash> root() {
        return root;
    }

    /** The tree from pieces up, if there is a root. */
    public Optional<MerkleTree> tree() {
        return tree;
    }

    /** SHA-1 of the pieces, if there is a v1 half. */
    public Optional<PieceHashes> pieceHashes() {
        return pieceHashes;
    }

    /** Height of the nodes over one piece; of the root, if the track is at most one piece. */
    public int pieceHeight() {
        return pieceHeight;
    }

    /** Number of leaves. */
    public long leafCount() {
        return leafCount;
    }

    /** The node over {@code piece}; the track must have a root. */
    public MerkleHash pieceNode(int piece) {
        return tree.orElseThrow().node(pieceHeight, piece).orElseThrow();
    }

    /** The first leaf of {@code piece}. */
    public long firstLeaf(int piece) {
        return (long) piece * layout.blocksPerPiece();
    }
}
