package sealswarm.overlay.origin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.metainfo.Metainfo;

/**
 * Bytes of a track on their way in: each block of 16 KiB is checked against its leaf before it is written. What came is
 * made durable in this order: bytes, then the offset that vouches for them; a block that did not come whole is dropped.
 * Belongs to one thread at a time.
 */
final class DataUpload implements AutoCloseable {
    /** A long upload is made durable every so many bytes: what a killed edge loses at most. */
    static final int RECORD_BYTES = 4 << 20;

    /** Leaves read at once. */
    private static final int LEAF_WINDOW = 1024;

    private final OriginStore store;
    private final OriginStore.Claim claim;
    private final Metainfo metainfo;
    private final OriginDisk disk;
    private final MerkleHasher hasher = new MerkleHasher();
    private final byte[] block = new byte[Merkle.LEAF_SIZE];
    private byte[] leaves = new byte[0];
    private long firstLeaf;
    private int blockFill;
    private long verified;
    private long recorded;
    private OriginDisk.@Nullable Appender out;

    DataUpload(OriginStore store, OriginStore.Claim claim, Metainfo metainfo, long offset, OriginDisk disk) {
        this.store = store;
        this.claim = claim;
        this.metainfo = metainfo;
        this.disk = disk;
        this.verified = offset;
        this.recorded = offset;
    }

    /** Bytes verified so far, from the start of the track. */
    long verified() {
        return verified;
    }

    void accept(byte[] bytes) throws IOException, OriginRefusal {
        int at = 0;
        while (at < bytes.length) {
            int blockLength = Merkle.blockLength(metainfo.lengthBytes(), verified / Merkle.LEAF_SIZE);
            int take = Math.min(blockLength - blockFill, bytes.length - at);
            System.arraycopy(bytes, at, block, blockFill, take);
            blockFill += take;
            at += take;
            if (blockFill == blockLength) {
                writeBlock(blockLength);
            }
        }
    }

    private void writeBlock(int length) throws IOException, OriginRefusal {
        long index = verified / Merkle.LEAF_SIZE;
        if (!hasher.leaf(block, 0, length).equals(leaf(index))) {
            throw new OriginRefusal(
                    Problem.of(ProblemKind.LEAF_MISMATCH, "block " + index + " is not the one of its leaf")
                            .with("leaf", index));
        }
        OriginDisk.Appender appender = out;
        if (appender == null) {
            appender = disk.append(TrackFiles.data(claim.directory(), metainfo), verified);
            out = appender;
        }
        appender.write(block, 0, length);
        verified += length;
        blockFill = 0;
        if (verified - recorded >= RECORD_BYTES) {
            store.requireAdmitted(claim.swarmId());
            record();
        }
    }

    private MerkleHash leaf(long index) throws IOException {
        int held = leaves.length / MerkleHash.LENGTH;
        if (index < firstLeaf || index >= firstLeaf + held) {
            long count = Math.min(LEAF_WINDOW, Merkle.leafCount(metainfo.lengthBytes()) - index);
            byte[] window = new byte[(int) LeafSidecar.offset(count)];
            disk.readAt(TrackFiles.leaves(claim.directory(), metainfo), LeafSidecar.offset(index), window);
            leaves = window;
            firstLeaf = index;
        }
        return MerkleHash.of(leaves, (int) LeafSidecar.offset(index - firstLeaf));
    }

    /** Makes the verified bytes durable and, if they are all, the track complete. */
    Optional<OriginTrack> settle() throws IOException, OriginRefusal {
        if (claim.isComplete()) {
            return store.track(claim.swarmId());
        }
        store.requireAdmitted(claim.swarmId());
        record();
        return verified == metainfo.lengthBytes() ? Optional.of(store.complete(claim.swarmId())) : Optional.empty();
    }

    private void record() throws IOException {
        if (out != null && verified > recorded) {
            out.force();
            disk.replace(offsetFile(), Long.toString(verified).getBytes(StandardCharsets.US_ASCII));
            recorded = verified;
        }
    }

    private Path offsetFile() {
        return claim.directory().resolve(TrackFiles.OFFSET);
    }

    @Override
    public void close() throws IOException {
        try (claim) {
            if (out != null) {
                out.close();
            }
        }
    }
}
