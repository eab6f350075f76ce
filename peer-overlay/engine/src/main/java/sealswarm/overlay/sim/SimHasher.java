package sealswarm.overlay.sim;

import java.util.List;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.swarm.BlockHasher;
import sealswarm.overlay.wire.BlockData;

/** Hashing that takes virtual time; its results are true of the bytes it is given. */
public final class SimHasher implements BlockHasher {
    /** SHA-256 of a block on one core with SHA instructions. */
    public static final long BLOCK_MICROS = 9;

    private final SimTrack track;
    private final SimQueue queue;
    private final long blockMicros;

    /** A hashing thread that takes {@code blockMicros} for each block of {@code track}; with 0 it answers within the call. */
    public SimHasher(SimTrack track, SimClock clock, long blockMicros) {
        this.track = track;
        this.queue = new SimQueue(clock);
        this.blockMicros = blockMicros;
    }

    @Override
    public void leaves(List<BlockData> blocks, Consumer<List<MerkleHash>> done) {
        queue.work(
                blocks.size() * blockMicros,
                () -> done.accept(blocks.stream().map(track::leafOf).toList()));
    }

    @Override
    public void sha1(List<BlockData> blocks, Consumer<byte[]> done) {
        queue.work(blocks.size() * blockMicros, () -> done.accept(track.sha1(blocks)));
    }
}
