package sealswarm.format.cipher;

import java.io.IOException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.key.ContentKey;
import sealswarm.format.key.Digests;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.metainfo.PieceHashes;

/**
 * Seals one track in one pass: each worker reads a range, encrypts it, hashes leaves and pieces, and writes ciphertext and leaves. Memory
 * is that of the workers' buffers and 52 bytes per piece. Equal input, key and salt give equal bytes, however many workers there are.
 */
public final class TrackSealer {
    private static final int CHUNK_BYTES = 64 * 1024;

    private TrackSealer() {}

    /**
     * The files of one track.
     *
     * @param plain read only
     * @param cipher gets the ciphertext at the same offsets
     * @param leaves gets the 32-byte leaves
     */
    public record Files(DiskFile plain, DiskFile cipher, DiskFile leaves) {}

    /**
     * Seals every range that {@code ledger} does not hold yet.
     *
     * @throws InputChangedException if the input is shorter than the ledger's shape says
     */
    public static void seal(Workers workers, ContentKey key, Files files, RangeLedger ledger, RangeObserver observer)
            throws IOException {
        workers.run(
                ledger.shape().ranges(),
                range -> !ledger.isDone(range),
                () -> new SealingTask(key, files, ledger, observer));
    }

    /** One worker's buffers and hash states. */
    private static final class SealingTask implements Workers.RangeTask {
        private final Files files;
        private final RangeLedger ledger;
        private final RangeObserver observer;
        private final TrackShape shape;
        private final CounterMode cipher;
        private final MerkleHasher hasher = new MerkleHasher();
        private final MessageDigest sha1 = Digests.sha1();
        private final CRC32C crc = new CRC32C();
        private final byte[] plain = new byte[CHUNK_BYTES];
        private final byte[] sealed = new byte[CHUNK_BYTES];
        private final byte[] leaves = new byte[TrackShape.LEAVES_PER_RANGE * MerkleHash.LENGTH];
        private final byte[] nodes;
        private final byte[] pieces;

        SealingTask(ContentKey key, Files files, RangeLedger ledger, RangeObserver observer) {
            this.files = files;
            this.ledger = ledger;
            this.observer = observer;
            this.shape = ledger.shape();
            this.cipher = new CounterMode(key);
            this.nodes = new byte[shape.piecesPerRange() * MerkleHash.LENGTH];
            this.pieces = new byte[shape.piecesPerRange() * PieceHashes.LENGTH];
        }

        @Override
        public void run(int range) throws IOException {
            long start = (long) range * TrackShape.RANGE_BYTES;
            int length = shape.rangeLength(range);
            cipher.seek(start);
            crc.reset();
            for (int done = 0; done < length; done += CHUNK_BYTES) {
                int chunk = Math.min(CHUNK_BYTES, length - done);
                if (files.plain().read(start + done, plain, 0, chunk) != chunk) {
                    throw new InputChangedException("input became shorter while it was read");
                }
                crc.update(plain, 0, chunk);
                for (int at = 0; at < chunk; at += Merkle.LEAF_SIZE) {
                    block(at, Math.min(Merkle.LEAF_SIZE, chunk - at), done + at, length);
                }
                files.cipher().write(start + done, sealed, 0, chunk);
            }
            int leafCount = RangeLedger.leavesIn(length);
            files.leaves()
                    .write(
                            LeafSidecar.offset((long) range * TrackShape.LEAVES_PER_RANGE),
                            leaves,
                            0,
                            leafCount * MerkleHash.LENGTH);
            PieceNodes.compute(hasher, shape, leaves, leafCount, nodes);
            ledger.finish(range, (int) crc.getValue(), nodes, pieces);
            observer.finished(range, length);
        }

        private void block(int at, int blockLength, int inRange, int rangeLength) {
            cipher.update(plain, at, blockLength, sealed, at);
            hasher.leaves(sealed, at, blockLength, leaves, inRange / Merkle.LEAF_SIZE * MerkleHash.LENGTH);
            sha1.update(sealed, at, blockLength);
            int end = inRange + blockLength;
            if (end % shape.pieceLength().bytes() == 0 || end == rangeLength) {
                int piece = (end - 1) / shape.pieceLength().bytes();
                digestInto(sha1, pieces, piece * PieceHashes.LENGTH);
            }
        }

        @Override
        public void close() {
            cipher.close();
        }
    }

    static void digestInto(MessageDigest sha1, byte[] target, int offset) {
        try {
            sha1.digest(target, offset, PieceHashes.LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("no room for a SHA-1", e);
        }
    }
}
