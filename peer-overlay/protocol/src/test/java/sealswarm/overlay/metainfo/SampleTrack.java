package sealswarm.overlay.metainfo;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleAccumulator;
import sealswarm.overlay.merkle.MerkleHasher;

/** Hashes content for tests, in the plainest way. */
public final class SampleTrack {
    private SampleTrack() {}

    /** All that a metainfo says about {@code content}. */
    public static TrackHashes hashes(byte[] content, int pieceLength) {
        byte[] leaves = leaves(content);
        MerkleAccumulator accumulator = new MerkleAccumulator(Merkle.pieceHeight(pieceLength));
        accumulator.addLeaves(leaves, 0, leaves.length / 32);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int at = 0; at < content.length; at += pieceLength) {
            byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + pieceLength));
            pieces.writeBytes(MetainfoWriter.digest("SHA-1", piece));
        }
        return new TrackHashes(
                content.length,
                new PieceLength(pieceLength),
                new PiecesRoot(accumulator.root()),
                accumulator.pieceLayer(),
                PieceHashes.of(pieces.toByteArray()));
    }

    /** The {@code .leaves} sidecar of {@code content}. */
    public static byte[] leaves(byte[] content) {
        byte[] leaves = new byte[(int) LeafSidecar.lengthBytes(content.length)];
        new MerkleHasher().leaves(content, 0, content.length, leaves, 0);
        return leaves;
    }
}
