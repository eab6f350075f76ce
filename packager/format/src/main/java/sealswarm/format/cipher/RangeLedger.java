package sealswarm.format.cipher;

import java.util.Arrays;
import java.util.BitSet;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.metainfo.TrackHashes;

/**
 * What is known of each finished range of a track: its tree nodes, SHA-1 hashes and the CRC32C of its plain bytes. It grows with the
 * number of pieces only. Safe for any thread; ranges are finished once.
 */
public final class RangeLedger {
    /** One finished range, to be kept and restored. */
    public record Entry(int range, int crc32c, PackedHashes nodes, PackedHashes sha1) {}

    /** Packed hashes of one range. */
    public static final class PackedHashes {
        private final byte[] bytes;

        private PackedHashes(byte[] bytes) {
            this.bytes = bytes;
        }

        public static PackedHashes of(byte[] bytes) {
            return new PackedHashes(bytes.clone());
        }

        public byte[] bytes() {
            return bytes.clone();
        }
    }

    private final TrackShape shape;
    private final byte[] nodes;
    private final byte[] sha1;
    private final int[] crc32c;
    private final BitSet done = new BitSet();

    public RangeLedger(TrackShape shape) {
        this.shape = shape;
        this.nodes = new byte[shape.nodeBytes()];
        this.sha1 = new byte[shape.sha1Bytes()];
        this.crc32c = new int[shape.ranges()];
    }

    public TrackShape shape() {
        return shape;
    }

    public synchronized boolean isDone(int range) {
        return done.get(range);
    }

    public synchronized boolean isComplete() {
        return done.cardinality() == shape.ranges();
    }

    synchronized int crc32c(int range) {
        return crc32c[range];
    }

    /** Enters a finished range; the packed arrays begin at their first byte and may be longer than needed. */
    synchronized void finish(int range, int crc, byte[] rangeNodes, byte[] rangeSha1) {
        int first = range * shape.piecesPerRange();
        int count = piecesIn(range);
        System.arraycopy(rangeNodes, 0, nodes, first * MerkleHash.LENGTH, count * MerkleHash.LENGTH);
        System.arraycopy(rangeSha1, 0, sha1, first * PieceHashes.LENGTH, count * PieceHashes.LENGTH);
        crc32c[range] = crc;
        done.set(range);
    }

    /** The finished ranges, to be kept. */
    public synchronized java.util.List<Entry> entries() {
        return done.stream()
                .mapToObj(range -> {
                    int first = range * shape.piecesPerRange();
                    int end = first + piecesIn(range);
                    return new Entry(
                            range,
                            crc32c[range],
                            new PackedHashes(
                                    Arrays.copyOfRange(nodes, first * MerkleHash.LENGTH, end * MerkleHash.LENGTH)),
                            new PackedHashes(
                                    Arrays.copyOfRange(sha1, first * PieceHashes.LENGTH, end * PieceHashes.LENGTH)));
                })
                .toList();
    }

    /**
     * Restores a kept range.
     *
     * @throws IllegalArgumentException if it does not fit this track
     */
    public void restore(Entry entry) {
        if (entry.range() < 0
                || entry.range() >= shape.ranges()
                || entry.nodes().bytes.length != piecesIn(entry.range()) * MerkleHash.LENGTH
                || entry.sha1().bytes.length != piecesIn(entry.range()) * PieceHashes.LENGTH) {
            throw new IllegalArgumentException("a range that does not fit the track: " + entry.range());
        }
        finish(entry.range(), entry.crc32c(), entry.nodes().bytes, entry.sha1().bytes);
    }

    /** Whether the nodes of {@code range} are these; the array may be longer than needed. */
    synchronized boolean sameNodes(int range, byte[] rangeNodes) {
        int from = range * shape.piecesPerRange() * MerkleHash.LENGTH;
        int length = piecesIn(range) * MerkleHash.LENGTH;
        return Arrays.equals(nodes, from, from + length, rangeNodes, 0, length);
    }

    /**
     * Everything a metainfo says of the finished track.
     *
     * @throws IllegalStateException if a range is missing
     */
    public synchronized TrackHashes hashes() {
        if (done.cardinality() != shape.ranges()) {
            throw new IllegalStateException("not every range is finished");
        }
        boolean single = shape.pieces() == 1;
        MerkleHash root = single
                ? MerkleHash.of(nodes)
                : new MerkleHasher().subtree(nodes, 0, shape.pieces(), shape.nodeHeight(), shape.height());
        return new TrackHashes(
                shape.sizeBytes(),
                shape.pieceLength(),
                new PiecesRoot(root),
                single ? MerkleLayer.EMPTY : MerkleLayer.of(nodes),
                PieceHashes.of(sha1));
    }

    int piecesIn(int range) {
        return (shape.rangeLength(range) + shape.pieceLength().bytes() - 1)
                / shape.pieceLength().bytes();
    }

    static int leavesIn(int lengthBytes) {
        return (lengthBytes + Merkle.LEAF_SIZE - 1) / Merkle.LEAF_SIZE;
    }
}
