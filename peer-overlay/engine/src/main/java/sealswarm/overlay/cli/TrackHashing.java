package sealswarm.overlay.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleAccumulator;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.metainfo.TrackHashes;

/** Hashes a file once, block by block, into all that its metainfo says. */
final class TrackHashing {
    private final PieceLength pieceLength;
    private final MerkleHasher hasher = new MerkleHasher();
    private final MessageDigest sha1;

    TrackHashing(PieceLength pieceLength) {
        this.pieceLength = pieceLength;
        try {
            this.sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /**
     * Reads exactly {@code size} bytes.
     *
     * @throws IOException if there are fewer
     */
    TrackHashes hash(ReadableByteChannel in, long size, LongConsumer done) throws IOException {
        MerkleAccumulator accumulator = new MerkleAccumulator(Merkle.pieceHeight(pieceLength.bytes()));
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        byte[] block = new byte[Merkle.LEAF_SIZE];
        for (long at = 0; at < size; at += Merkle.LEAF_SIZE) {
            int length = (int) Math.min(Merkle.LEAF_SIZE, size - at);
            read(in, ByteBuffer.wrap(block, 0, length));
            accumulator.add(hasher.leaf(block, 0, length));
            sha1.update(block, 0, length);
            long end = at + length;
            if (end % pieceLength.bytes() == 0 || end == size) {
                pieces.writeBytes(sha1.digest());
            }
            done.accept(length);
        }
        return new TrackHashes(
                size,
                pieceLength,
                new PiecesRoot(accumulator.root()),
                accumulator.pieceLayer(),
                PieceHashes.of(pieces.toByteArray()));
    }

    private static void read(ReadableByteChannel in, ByteBuffer block) throws IOException {
        while (block.hasRemaining()) {
            if (in.read(block) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
    }
}
