package sealswarm.overlay.origin;

import java.io.IOException;
import java.nio.file.Path;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleAccumulator;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.PiecesRoot;

/**
 * Leaves on their way in: written beside the track, and in place only if they hash to the root. Leaves of a complete track are
 * checked the same way and then dropped. Belongs to one thread at a time.
 */
final class LeavesUpload implements AutoCloseable {
    private final OriginStore.Claim claim;
    private final Metainfo metainfo;
    private final OriginDisk disk;
    private final MerkleAccumulator tree;
    private final byte[] leaf = new byte[MerkleHash.LENGTH];
    private final OriginDisk.Appender out;
    private final boolean discard;
    private int leafFill;

    LeavesUpload(OriginStore.Claim claim, Metainfo metainfo, OriginDisk disk) throws IOException {
        this.claim = claim;
        this.metainfo = metainfo;
        this.disk = disk;
        this.discard = claim.isComplete();
        this.tree =
                new MerkleAccumulator(Merkle.pieceHeight(metainfo.pieceLength().bytes()));
        this.out = discard ? new Nowhere() : disk.append(arriving(), 0);
    }

    private Path arriving() {
        return TrackFiles.leavesArriving(claim.directory(), metainfo);
    }

    void accept(byte[] bytes) throws IOException {
        out.write(bytes, 0, bytes.length);
        for (byte b : bytes) {
            leaf[leafFill++] = b;
            if (leafFill == leaf.length) {
                tree.add(MerkleHash.of(leaf));
                leafFill = 0;
            }
        }
    }

    /** All bytes have come: puts the leaves in place. */
    void finish() throws IOException, OriginRefusal {
        MerkleHash root = metainfo.root().map(PiecesRoot::hash).orElseThrow();
        if (leafFill != 0
                || tree.leafCount() != Merkle.leafCount(metainfo.lengthBytes())
                || !tree.root().equals(root)) {
            throw OriginRefusal.of(ProblemKind.LEAVES_MISMATCH, "the leaves do not hash to the root");
        }
        out.force();
        if (!discard) {
            disk.move(arriving(), TrackFiles.leaves(claim.directory(), metainfo));
        }
    }

    @Override
    public void close() throws IOException {
        try (claim) {
            out.close();
            if (!discard) {
                disk.delete(arriving());
            }
        }
    }

    /** Where the leaves of a complete track go. */
    private record Nowhere() implements OriginDisk.Appender {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            // They are already there; only the check counts.
        }

        @Override
        public void force() {
            // Nothing was written.
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
