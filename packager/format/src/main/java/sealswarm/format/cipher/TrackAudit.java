package sealswarm.format.cipher;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.key.Digests;
import sealswarm.format.manifest.Track;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.TrackHashes;

/** Checks a track's ciphertext and leaf sidecar without any key, and gives the hashes its metainfos must hold. */
public final class TrackAudit {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long NONE = Long.MAX_VALUE;

    private TrackAudit() {}

    /**
     * Reads both files whole.
     *
     * @return the hashes of the ciphertext, whose root is the track's
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} naming the first bad block or leaf
     */
    public static TrackHashes audit(
            Workers workers, Track track, DiskFile cipher, DiskFile leaves, RangeObserver observer) throws IOException {
        TrackShape shape = new TrackShape(track.sizeBytes(), track.pieceLength());
        checkSize(track, "ciphertext", cipher.sizeBytes(), track.sizeBytes());
        checkSize(track, "leaf file", leaves.sizeBytes(), LeafSidecar.lengthBytes(track.sizeBytes()));
        RangeLedger ofData = new RangeLedger(shape);
        RangeLedger ofLeaves = new RangeLedger(shape);
        AtomicLong firstDifference = new AtomicLong(NONE);
        workers.run(
                shape.ranges(),
                range -> true,
                () -> new AuditTask(cipher, leaves, ofData, ofLeaves, firstDifference, observer));
        TrackHashes hashes = ofData.hashes();
        boolean dataHolds = hashes.root().equals(track.root());
        if (dataHolds && firstDifference.get() == NONE) {
            return hashes;
        }
        boolean leavesHold = ofLeaves.hashes().root().equals(track.root());
        throw refusal(track, dataHolds, leavesHold, firstDifference.get());
    }

    private static FormatException refusal(Track track, boolean dataHolds, boolean leavesHold, long difference) {
        if (dataHolds) {
            return corrupt(track, "leaf " + difference + " of the leaf file is not what the manifest says");
        }
        if (leavesHold) {
            return corrupt(
                    track,
                    "block " + difference + " (byte " + difference * Merkle.LEAF_SIZE
                            + ") is not what the manifest says");
        }
        return corrupt(
                track,
                difference == NONE
                        ? "ciphertext and leaf file agree with each other, but not with the manifest"
                        : "ciphertext and leaf file are both not what the manifest says; they first differ at block "
                                + difference);
    }

    private static void checkSize(Track track, String what, long found, long due) {
        if (found != due) {
            throw corrupt(track, what + " has " + found + " bytes where " + due + " are due");
        }
    }

    private static FormatException corrupt(Track track, String what) {
        return new FormatException(FormatProblem.BLOCK_CORRUPT, "track " + track.id() + ": " + what);
    }

    private static final class AuditTask implements Workers.RangeTask {
        private final DiskFile cipherFile;
        private final DiskFile leavesFile;
        private final RangeLedger ofData;
        private final RangeLedger ofLeaves;
        private final AtomicLong firstDifference;
        private final RangeObserver observer;
        private final TrackShape shape;
        private final MerkleHasher hasher = new MerkleHasher();
        private final MessageDigest sha1 = Digests.sha1();
        private final byte[] sealed = new byte[CHUNK_BYTES];
        private final byte[] leaves = new byte[TrackShape.LEAVES_PER_RANGE * MerkleHash.LENGTH];
        private final byte[] written = new byte[leaves.length];
        private final byte[] nodes;
        private final byte[] pieces;

        AuditTask(
                DiskFile cipherFile,
                DiskFile leavesFile,
                RangeLedger ofData,
                RangeLedger ofLeaves,
                AtomicLong firstDifference,
                RangeObserver observer) {
            this.cipherFile = cipherFile;
            this.leavesFile = leavesFile;
            this.ofData = ofData;
            this.ofLeaves = ofLeaves;
            this.firstDifference = firstDifference;
            this.observer = observer;
            this.shape = ofData.shape();
            this.nodes = new byte[shape.piecesPerRange() * MerkleHash.LENGTH];
            this.pieces = new byte[shape.piecesPerRange() * PieceHashes.LENGTH];
        }

        @Override
        public void run(int range) throws IOException {
            long start = (long) range * TrackShape.RANGE_BYTES;
            int length = shape.rangeLength(range);
            for (int done = 0; done < length; done += CHUNK_BYTES) {
                int chunk = Math.min(CHUNK_BYTES, length - done);
                if (cipherFile.read(start + done, sealed, 0, chunk) != chunk) {
                    throw new InputChangedException("ciphertext changed while it was read");
                }
                for (int at = 0; at < chunk; at += Merkle.LEAF_SIZE) {
                    int block = Math.min(Merkle.LEAF_SIZE, chunk - at);
                    hasher.leaves(sealed, at, block, leaves, (done + at) / Merkle.LEAF_SIZE * MerkleHash.LENGTH);
                    sha1.update(sealed, at, block);
                    int end = done + at + block;
                    if (end % shape.pieceLength().bytes() == 0 || end == length) {
                        TrackSealer.digestInto(
                                sha1, pieces, (end - 1) / shape.pieceLength().bytes() * PieceHashes.LENGTH);
                    }
                }
            }
            compareLeaves(range, RangeLedger.leavesIn(length));
            observer.finished(range, length);
        }

        private void compareLeaves(int range, int leafCount) throws IOException {
            int bytes = leafCount * MerkleHash.LENGTH;
            long firstLeaf = (long) range * TrackShape.LEAVES_PER_RANGE;
            if (leavesFile.read(LeafSidecar.offset(firstLeaf), written, 0, bytes) != bytes) {
                throw new InputChangedException("leaf file changed while it was read");
            }
            int mismatch = Arrays.mismatch(written, 0, bytes, leaves, 0, bytes);
            if (mismatch >= 0) {
                firstDifference.accumulateAndGet(firstLeaf + mismatch / MerkleHash.LENGTH, Math::min);
            }
            PieceNodes.compute(hasher, shape, leaves, leafCount, nodes);
            ofData.finish(range, 0, nodes, pieces);
            if (mismatch >= 0) {
                PieceNodes.compute(hasher, shape, written, leafCount, nodes);
            }
            ofLeaves.finish(range, 0, nodes, pieces);
        }
    }
}
