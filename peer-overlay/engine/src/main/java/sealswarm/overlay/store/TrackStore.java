package sealswarm.overlay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.swarm.BlockDisk;
import sealswarm.overlay.swarm.HeldBlocks;
import sealswarm.overlay.swarm.TrackFacts;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.LentMemory;

/**
 * One track's storage in a directory: the file itself, its {@code .leaves} and its {@code .resume}. Opening and closing block and
 * belong to a worker; all else belongs to the event loop.
 */
public final class TrackStore implements BlockDisk {
    private static final Logger LOG = LoggerFactory.getLogger(TrackStore.class);
    private static final int LEAF_READ_COST_BYTES = 4_096;

    private final TrackFile file;
    private final ResumeFile resume;
    private final DiskQueue queue;
    private final OneByOne writes;
    private final HeldBlocks held;
    private boolean flushing;
    private Optional<HeldBlocks> nextFlush = Optional.empty();
    private Runnable whenFlushed = () -> {};

    private TrackStore(TrackFile file, ResumeFile resume, DiskQueue queue, HeldBlocks held) {
        this.file = file;
        this.resume = resume;
        this.queue = queue;
        this.writes = queue.oneByOne();
        this.held = held;
    }

    /**
     * Opens a track's storage and finds out what it holds: by the record if the file is as the record left it and a sample passes,
     * else by hashing the file. Blocks.
     *
     * @param directory where the file is or will be; created if it does not exist
     * @param fileName a safe name within it
     * @param identity root or info-hash of the track
     * @throws IOException if the directory or files cannot be used
     */
    public static TrackStore open(Path directory, String fileName, byte[] identity, TrackFacts facts, DiskQueue queue)
            throws IOException {
        Files.createDirectories(directory);
        TrackFile file = new TrackFile(directory.resolve(fileName));
        file.checkPlain();
        ResumeFile resume = new ResumeFile(directory.resolve(fileName + ResumeFile.SUFFIX), identity, facts.layout());
        return new TrackStore(file, resume, queue, findHeld(file, resume, facts));
    }

    private static HeldBlocks findHeld(TrackFile file, ResumeFile resume, TrackFacts facts) throws IOException {
        if (!file.exists()) {
            return HeldBlocks.NONE;
        }
        return new StoredCheck(facts, file).held(resume.read(ResumeFile.Stamp.of(file.path())));
    }

    /** What the storage held when it was opened. */
    public HeldBlocks held() {
        return held;
    }

    @Override
    public void read(long offset, int lengthBytes, Consumer<Optional<BlockData>> done) {
        queue.submit(
                lengthBytes,
                () -> attempt("read", () -> file.read(offset, lengthBytes)).map(BlockData::adopt),
                done);
    }

    @Override
    public void lend(long offset, int lengthBytes, Consumer<Optional<BlockData>> done) {
        queue.submit(lengthBytes, () -> attempt("read", () -> lent(offset, lengthBytes)), done);
    }

    private Optional<BlockData> lent(long offset, int lengthBytes) throws IOException {
        LentMemory memory = queue.lentReads();
        ByteBuffer buffer = memory.take(lengthBytes);
        if (file.read(offset, buffer)) {
            return Optional.of(memory.lend(buffer));
        }
        memory.giveBack(buffer);
        return Optional.empty();
    }

    @Override
    public void write(long offset, List<BlockData> blocks, Consumer<WriteResult> done) {
        long bytes = blocks.stream().mapToLong(BlockData::length).sum();
        queue.submit(
                writes,
                bytes,
                () -> {
                    try {
                        file.write(offset, blocks);
                        return WriteResult.WRITTEN;
                    } catch (IOException e) {
                        LOG.warn("cannot write {}: {}", file.path().getFileName(), e.toString());
                        return WriteResult.FAILED;
                    }
                },
                done);
    }

    @Override
    public void readLeaves(long first, int count, Consumer<Optional<MerkleLayer>> done) {
        queue.submit(LEAF_READ_COST_BYTES, () -> attempt("read leaves of", () -> file.readLeaves(first, count)), done);
    }

    @Override
    public void writeLeaves(long first, MerkleLayer leaves) {
        queue.submit(
                LEAF_READ_COST_BYTES,
                () -> attempt("write leaves of", () -> {
                    file.writeLeaves(first, leaves);
                    return Optional.empty();
                }),
                ignored -> {});
    }

    @Override
    public void flush(HeldBlocks now) {
        if (flushing) {
            nextFlush = Optional.of(now);
            return;
        }
        flushing = true;
        queue.submit(0, () -> attempt("flush", () -> record(now)), ignored -> {
            flushing = false;
            Optional<HeldBlocks> next = nextFlush;
            nextFlush = Optional.empty();
            next.ifPresent(this::flush);
            if (!flushing) {
                whenFlushed.run();
            }
        });
    }

    private Optional<Boolean> record(HeldBlocks now) throws IOException {
        if (!file.exists() || (!file.isWritten() && now.equals(held))) {
            return Optional.empty();
        }
        file.force();
        resume.write(now, ResumeFile.Stamp.of(file.path()));
        return Optional.of(true);
    }

    @Override
    public boolean hasRoom() {
        return queue.hasRoom();
    }

    /** Closes the files after what was to be flushed; {@code done} is called on the loop. */
    public void close(Runnable done) {
        whenFlushed = () -> queue.submit(0, () -> attempt("close", this::closeFiles), ignored -> done.run());
        if (!flushing) {
            whenFlushed.run();
        }
    }

    private Optional<Boolean> closeFiles() throws IOException {
        file.close();
        return Optional.of(true);
    }

    /** File work that may fail. */
    private interface FileWork<T> {
        Optional<T> run() throws IOException;
    }

    private <T> Optional<T> attempt(String what, FileWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            LOG.warn("cannot {} {}: {}", what, file.path().getFileName(), e.toString());
            return Optional.empty();
        }
    }
}
