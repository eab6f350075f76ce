package sealswarm.overlay.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleAccumulator;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.metainfo.TrackHashes;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.store.RecordedTrack;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;

/**
 * A track of any size on little disk: zeros, which a sparse file holds for nothing, but for one random block in every {@value #MARK_EVERY_PIECES} pieces, so that a byte from the wrong place is not the right one.
 */
final class VastTrack {
    /** Pieces from one random block to the next. */
    static final int MARK_EVERY_PIECES = 256;

    private static final PeerSigningKey EDGE = PeerSigningKey.ofSeed(new byte[PeerSigningKey.SEED_BYTES]);

    private final TrackLayout layout;
    private final byte[] torrent;
    private final Metainfo metainfo;
    private final MerkleHash zeroLeaf;

    /** A track of so many whole pieces. */
    VastTrack(long lengthBytes) throws IOException {
        PieceLength pieceLength = PieceLength.forSize(lengthBytes);
        if (lengthBytes % pieceLength.bytes() != 0) {
            throw new IllegalArgumentException("not a whole number of pieces");
        }
        this.layout = new TrackLayout(lengthBytes, pieceLength.bytes());
        MerkleHasher hasher = new MerkleHasher();
        this.zeroLeaf = hasher.leaf(ByteBuffer.wrap(new byte[Merkle.LEAF_SIZE]));
        int height = Merkle.pieceHeight(pieceLength.bytes());
        MerkleAccumulator tree = new MerkleAccumulator(height);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream(layout.pieceCount() * PieceHashes.LENGTH);
        MerkleHash zeroNode = node(hasher, leaves(1), height);
        byte[] zeroSha1 = sha1(new byte[pieceLength.bytes()]);
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            if (isMarked(piece)) {
                byte[] bytes = new byte[pieceLength.bytes()];
                System.arraycopy(mark(piece), 0, bytes, 0, Merkle.LEAF_SIZE);
                tree.addSubtree(height, node(hasher, leaves(piece), height));
                pieces.writeBytes(sha1(bytes));
            } else {
                tree.addSubtree(height, zeroNode);
                pieces.writeBytes(zeroSha1);
            }
        }
        MerkleHash root = tree.root();
        TrackHashes hashes = new TrackHashes(
                lengthBytes,
                pieceLength,
                new PiecesRoot(root),
                tree.pieceLayer(),
                PieceHashes.of(pieces.toByteArray()));
        String name = HexFormat.of().formatHex(root.bytes(), 0, 16);
        try {
            Metainfo bare = Metainfo.parse(MetainfoWriter.hybrid(name, hashes));
            this.torrent = bare.withLinks(new MetainfoLinks(
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(EDGE.publicKey().hex())));
            this.metainfo = Metainfo.parse(torrent);
        } catch (MetainfoException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MerkleHash node(MerkleHasher hasher, MerkleLayer leaves, int height) {
        return leaves.subtree(hasher, 0, height);
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static boolean isMarked(int piece) {
        return piece % MARK_EVERY_PIECES == 0;
    }

    private static byte[] mark(int piece) {
        byte[] block = new byte[Merkle.LEAF_SIZE];
        new SplittableRandom(piece).nextBytes(block);
        return block;
    }

    private MerkleLayer leaves(int piece) {
        byte[] packed = new byte[layout.blocksPerPiece() * MerkleHash.LENGTH];
        for (int i = 0; i < layout.blocksPerPiece(); i++) {
            zeroLeaf.copyTo(packed, i * MerkleHash.LENGTH);
        }
        if (isMarked(piece)) {
            new MerkleHasher().leaf(ByteBuffer.wrap(mark(piece))).copyTo(packed, 0);
        }
        return MerkleLayer.of(packed);
    }

    Metainfo metainfo() {
        return metainfo;
    }

    TrackLayout layout() {
        return layout;
    }

    /** The block that belongs at {@code offset}, where a block begins. */
    byte[] block(long offset) {
        int piece = (int) (offset / layout.pieceLengthBytes());
        boolean first = offset % layout.pieceLengthBytes() == 0;
        return isMarked(piece) && first ? mark(piece) : new byte[Merkle.LEAF_SIZE];
    }

    /** Makes {@code directory} a host's that holds the whole track. */
    void putOnShelf(Path directory) throws IOException, TrackPapers.Refused {
        SwarmId swarmId = new SwarmId(metainfo.infoHashes().swarmId().hex());
        Instant now = Instant.ofEpochSecond(1_700_000_000);
        String statement = new HostStatement(
                        new EdgeName("edge-1"), "http://shop", "abuse@shop", swarmId, layout.lengthBytes(), now)
                .signed(EDGE);
        TrackPapers.Raw raw = new TrackPapers.Raw(
                new TrackPapers.Text(torrent),
                Optional.empty(),
                new TrackPapers.Text(statement.getBytes(StandardCharsets.UTF_8)));
        try (HostShelf shelf = HostShelf.open(directory)) {
            shelf.pin(EDGE.publicKey());
            Path data = shelf.place(TrackPapers.checked(swarmId, raw, EDGE.publicKey()), raw, now)
                    .directory()
                    .resolve(metainfo.name());
            write(data);
            RecordedTrack.complete(data, metainfo.root().orElseThrow().hash().bytes(), layout);
        }
    }

    private void write(Path data) throws IOException {
        try (FileChannel bytes = open(data);
                FileChannel leaves = open(data.resolveSibling(data.getFileName() + LeafSidecar.SUFFIX))) {
            for (int piece = 0; piece < layout.pieceCount(); piece++) {
                if (isMarked(piece)) {
                    bytes.write(ByteBuffer.wrap(mark(piece)), layout.pieceOffset(piece));
                }
                leaves.write(ByteBuffer.wrap(leaves(piece).packed()));
            }
            bytes.write(ByteBuffer.wrap(new byte[1]), layout.lengthBytes() - 1);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
