package sealswarm.format.cipher;

import java.io.IOException;
import java.util.zip.CRC32C;
import sealswarm.format.disk.DiskFile;
import sealswarm.format.key.ContentKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;

/**
 * Reads back what {@link TrackSealer} wrote: the ciphertext must hash to the same nodes, the leaves must be the written ones, and
 * decrypting must give plain bytes of the same CRC32C. The input is not read again, and no plain byte leaves this class.
 */
public final class SealCheck {
    private static final int CHUNK_BYTES = 64 * 1024;

    private SealCheck() {}

    /**
     * Checks every range.
     *
     * @throws FormatException {@link FormatProblem#BLOCK_CORRUPT} naming the first bad range
     */
    public static void check(
            Workers workers,
            ContentKey key,
            DiskFile cipher,
            DiskFile leaves,
            RangeLedger ledger,
            RangeObserver observer)
            throws IOException {
        workers.run(
                ledger.shape().ranges(), range -> true, () -> new CheckingTask(key, cipher, leaves, ledger, observer));
    }

    private static final class CheckingTask implements Workers.RangeTask {
        private final DiskFile cipherFile;
        private final DiskFile leavesFile;
        private final RangeLedger ledger;
        private final RangeObserver observer;
        private final CounterMode cipher;
        private final MerkleHasher hasher = new MerkleHasher();
        private final CRC32C crc = new CRC32C();
        private final byte[] sealed = new byte[CHUNK_BYTES];
        private final byte[] plain = new byte[CHUNK_BYTES];
        private final byte[] leaves = new byte[TrackShape.LEAVES_PER_RANGE * MerkleHash.LENGTH];
        private final byte[] written = new byte[leaves.length];
        private final byte[] nodes;

        CheckingTask(
                ContentKey key, DiskFile cipherFile, DiskFile leavesFile, RangeLedger ledger, RangeObserver observer) {
            this.cipherFile = cipherFile;
            this.leavesFile = leavesFile;
            this.ledger = ledger;
            this.observer = observer;
            this.cipher = new CounterMode(key);
            this.nodes = new byte[ledger.shape().piecesPerRange() * MerkleHash.LENGTH];
        }

        @Override
        public void run(int range) throws IOException {
            long start = (long) range * TrackShape.RANGE_BYTES;
            int length = ledger.shape().rangeLength(range);
            cipher.seek(start);
            crc.reset();
            for (int done = 0; done < length; done += CHUNK_BYTES) {
                int chunk = Math.min(CHUNK_BYTES, length - done);
                if (cipherFile.read(start + done, sealed, 0, chunk) != chunk) {
                    throw corrupt(range, "is cut short");
                }
                for (int at = 0; at < chunk; at += Merkle.LEAF_SIZE) {
                    int block = Math.min(Merkle.LEAF_SIZE, chunk - at);
                    cipher.update(sealed, at, block, plain, at);
                    hasher.leaves(sealed, at, block, leaves, (done + at) / Merkle.LEAF_SIZE * MerkleHash.LENGTH);
                }
                crc.update(plain, 0, chunk);
            }
            compare(range, RangeLedger.leavesIn(length));
            observer.finished(range, length);
        }

        private void compare(int range, int leafCount) throws IOException {
            int bytes = leafCount * MerkleHash.LENGTH;
            long at = LeafSidecar.offset((long) range * TrackShape.LEAVES_PER_RANGE);
            PieceNodes.compute(hasher, ledger.shape(), leaves, leafCount, nodes);
            if (!ledger.sameNodes(range, nodes)) {
                throw corrupt(range, "reads back other ciphertext than was written");
            }
            if (leavesFile.read(at, written, 0, bytes) != bytes
                    || java.util.Arrays.mismatch(written, 0, bytes, leaves, 0, bytes) >= 0) {
                throw corrupt(range, "has other leaves than were written");
            }
            if (ledger.crc32c(range) != (int) crc.getValue()) {
                throw corrupt(range, "decrypts to other bytes than the input had");
            }
        }

        private static FormatException corrupt(int range, String what) {
            return new FormatException(
                    FormatProblem.BLOCK_CORRUPT, "range at byte " + (long) range * TrackShape.RANGE_BYTES + " " + what);
        }

        @Override
        public void close() {
            java.util.Arrays.fill(plain, (byte) 0);
            cipher.close();
        }
    }
}
