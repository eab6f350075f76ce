package sealswarm.overlay.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.store.StoredBytes;
import sealswarm.overlay.store.StoredCheck;
import sealswarm.overlay.swarm.BlockDisk;
import sealswarm.overlay.swarm.HeldBlocks;
import sealswarm.overlay.wire.BlockData;

/**
 * One track's simulated storage: a bit for each block that is right, and the bytes of those that are not. It takes time, can be full,
 * can begin to lie, and loses in a power cut what was not flushed.
 */
public final class SimDisk implements BlockDisk {
    private static final int BLOCK = TrackLayout.BLOCK;

    private final SimTrack track;
    private final Drive drive;
    private final SimQueue queue;
    private final BitSet right = new BitSet();
    private final Map<Integer, BlockData> wrong = new HashMap<>();
    private final BitSet unflushed = new BitSet();
    private final Map<Integer, MerkleLayer> leaves = new HashMap<>();
    private long changes;
    private long recordedChanges;
    private HeldBlocks recorded = HeldBlocks.NONE;
    private long queuedBytes;
    private boolean crowded;
    private Space space = Space.FREE;
    private long readsUntilLies = Long.MAX_VALUE;
    private int lent;
    private int writes;

    /** Whether writes succeed. */
    public enum Space {
        FREE,
        FULL
    }

    /** An empty disk. */
    public SimDisk(SimTrack track, SimClock clock, Drive drive) {
        this.track = track;
        this.drive = drive;
        this.queue = new SimQueue(clock);
    }

    /** Fills in what pieces {@code from .. to - 1} should hold, leaves included, as if an earlier run had written and recorded it. */
    public SimDisk fill(int from, int to) {
        TrackLayout layout = track.layout();
        BitSet pieces = recorded.pieces();
        for (int piece = from; piece < to; piece++) {
            int first = (int) track.facts().firstLeaf(piece);
            right.set(first, first + layout.blockCount(piece));
            leaves.put(piece, track.leaves(first, layout.blockCount(piece)));
            pieces.set(piece);
        }
        recorded = new HeldBlocks(pieces, recorded.partial());
        return this;
    }

    /** Everything. */
    public SimDisk fill() {
        return fill(0, track.layout().pieceCount());
    }

    /** What a start finds: the record, if the file is as it was then and a sample is right, else what a check of everything says. */
    public HeldBlocks held() {
        if (right.isEmpty() && wrong.isEmpty()) {
            return HeldBlocks.NONE;
        }
        try {
            Optional<HeldBlocks> believed = changes == recordedChanges ? Optional.of(recorded) : Optional.empty();
            return new StoredCheck(track.facts(), new Contents()).held(believed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks and leaves as they lie, read in no time. */
    private final class Contents implements StoredBytes {
        @Override
        public Optional<byte[]> read(long offset, int lengthBytes) {
            byte[] copy = new byte[lengthBytes];
            SimDisk.this.stored(offset, lengthBytes).copyTo(copy, 0);
            return Optional.of(copy);
        }

        @Override
        public Optional<MerkleLayer> readLeaves(long first, int count) {
            return storedLeaves(first, count);
        }

        @Override
        public void writeLeaves(long first, MerkleLayer run) {
            leaves.put(pieceOf(first), run);
        }
    }

    /** Somebody else wrote the file: its record is believed no more. */
    void touch() {
        changes++;
    }

    /** True if every block of {@code piece} is here and right. */
    boolean isRight(int piece) {
        int first = (int) track.facts().firstLeaf(piece);
        return right.nextClearBit(first) >= first + track.layout().blockCount(piece);
    }

    /** What the last record says. */
    public HeldBlocks recorded() {
        return recorded;
    }

    /** True if every block of the track is here and right. */
    public boolean isExact() {
        return wrong.isEmpty() && right.cardinality() == blockCount();
    }

    /** True if no block is here that is wrong. */
    boolean holdsOnlyRight() {
        return wrong.isEmpty();
    }

    private int blockCount() {
        return (int) track.facts().leafCount();
    }

    /** From now on writes fail, or succeed again. */
    public void setSpace(Space now) {
        space = now;
    }

    /** After so many more reads every read that a swarm makes has a wrong bit in each block. */
    public void lieAfter(long reads) {
        readsUntilLies = reads;
    }

    /** Reads that were lent and not given back. */
    public int lent() {
        return lent;
    }

    /** Writes so far. */
    public int writes() {
        return writes;
    }

    /** Spoils a block where it lies. */
    public void rot(int block) {
        right.clear(block);
        wrong.put(block, SimTrack.flipped(content(block)));
    }

    private BlockData content(int block) {
        long offset = (long) block * BLOCK;
        return track.content(offset, (int) Math.min(BLOCK, track.layout().lengthBytes() - offset));
    }

    /** The power fails: of each block that was not flushed all, nothing or a part is left, by chance. */
    void cutPower(RandomGenerator random) {
        for (int block = unflushed.nextSetBit(0); block >= 0; block = unflushed.nextSetBit(block + 1)) {
            int left = random.nextInt(3);
            if (left == 1) {
                right.clear(block);
                wrong.remove(block);
            } else if (left == 2) {
                right.clear(block);
                wrong.put(block, torn(content(block)));
            }
        }
        unflushed.clear();
    }

    private static BlockData torn(BlockData data) {
        byte[] bytes = new byte[data.length()];
        data.slice(0, bytes.length / 2).copyTo(bytes, 0);
        return BlockData.adopt(bytes);
    }

    @Override
    public void read(long offset, int lengthBytes, Consumer<Optional<BlockData>> done) {
        submit(lengthBytes, () -> done.accept(Optional.of(bytes(offset, lengthBytes))));
    }

    @Override
    public void lend(long offset, int lengthBytes, Consumer<Optional<BlockData>> done) {
        submit(lengthBytes, () -> {
            lent++;
            done.accept(Optional.of(BlockData.lent(bytes(offset, lengthBytes).buffer(), () -> lent--)));
        });
    }

    private void submit(long bytes, Runnable work) {
        queuedBytes += bytes;
        crowded |= queuedBytes >= drive.queueBytes();
        queue.work(drive.micros(bytes), () -> {
            queuedBytes -= bytes;
            crowded &= queuedBytes > drive.queueBytes() / 4 * 3;
            work.run();
        });
    }

    private BlockData bytes(long offset, int lengthBytes) {
        BlockData data = stored(offset, lengthBytes);
        return readsUntilLies-- > 0 ? data : SimTrack.flippedBlocks(data);
    }

    private BlockData stored(long offset, int lengthBytes) {
        int first = (int) (offset / BLOCK);
        int end = (int) ((offset + lengthBytes + BLOCK - 1) / BLOCK);
        if (right.nextClearBit(first) >= end) {
            return track.content(offset, lengthBytes);
        }
        byte[] all = new byte[(end - first) * BLOCK];
        for (int block = first; block < end; block++) {
            BlockData data = right.get(block) ? content(block) : wrong.get(block);
            if (data != null) {
                data.copyTo(all, (block - first) * BLOCK);
            }
        }
        return BlockData.adopt(all).slice((int) (offset - (long) first * BLOCK), lengthBytes);
    }

    @Override
    public void write(long offset, List<BlockData> blocks, Consumer<WriteResult> done) {
        writes++;
        submit(blocks.stream().mapToLong(BlockData::length).sum(), () -> {
            if (space == Space.FULL) {
                done.accept(WriteResult.FAILED);
                return;
            }
            int block = (int) (offset / BLOCK);
            for (BlockData data : blocks) {
                store(block++, data);
            }
            done.accept(WriteResult.WRITTEN);
        });
    }

    private void store(int block, BlockData data) {
        unflushed.set(block);
        changes++;
        boolean isRight = content(block).equals(data);
        right.set(block, isRight);
        if (isRight) {
            wrong.remove(block);
        } else {
            wrong.put(block, data);
        }
    }

    private Optional<MerkleLayer> storedLeaves(long first, int count) {
        return Optional.ofNullable(leaves.get(pieceOf(first))).filter(run -> run.size() == count);
    }

    private int pieceOf(long leaf) {
        return (int) (leaf / track.layout().blocksPerPiece());
    }

    @Override
    public void readLeaves(long first, int count, Consumer<Optional<MerkleLayer>> done) {
        submit(0, () -> done.accept(storedLeaves(first, count)));
    }

    @Override
    public void writeLeaves(long first, MerkleLayer run) {
        submit(0, () -> leaves.put(pieceOf(first), run));
    }

    @Override
    public void flush(HeldBlocks held) {
        BitSet flushed = (BitSet) unflushed.clone();
        submit(0, () -> {
            unflushed.andNot(flushed);
            recorded = held;
            recordedChanges = changes;
        });
    }

    @Override
    public boolean hasRoom() {
        return !crowded;
    }
}
