package sealswarm.overlay.swarm;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;

/** Keeps range sources busy as far as the policy allows, and cuts what they send into blocks. */
final class RangeDownloads {
    /** The first range asked of a source. */
    static final int FIRST_BYTES = 256 << 10;

    /** The longest range. */
    static final int MAX_BYTES = 4 << 20;

    private final TrackLayout layout;
    private final PiecePicker picker;
    private final MonotonicClock clock;
    private final Delivery delivery;
    private final Map<RangeSource, State> sources = new LinkedHashMap<>();

    /** Takes what sources send. */
    interface Delivery {
        /** Asking a source for these blocks begins. */
        void asked(RangeSource source, List<Block> blocks);

        /** A whole block arrived; unchecked. */
        void arrived(RangeSource source, Block block, BlockData data);

        /** Blocks that were asked for will not come. */
        void lost(RangeSource source, List<Block> blocks);

        /** A fetch ended, well or not. */
        void ended();
    }

    private static final class State {
        int rangeBytes = FIRST_BYTES;
        boolean banned;
        final List<Running> running = new ArrayList<>();
    }

    RangeDownloads(TrackLayout layout, PiecePicker picker, Delivery delivery, MonotonicClock clock) {
        this.layout = layout;
        this.picker = picker;
        this.clock = clock;
        this.delivery = delivery;
    }

    void add(RangeSource source) {
        sources.put(source, new State());
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    int count() {
        return sources.size();
    }

    /** Never asks a source again; false if it was banned before. */
    boolean ban(RangeSource source) {
        State state = sources.get(source);
        if (state == null || state.banned) {
            return false;
        }
        state.banned = true;
        cancelAll(state);
        source.ban();
        return true;
    }

    void close() {
        sources.forEach((source, state) -> {
            cancelAll(state);
            source.close();
        });
        sources.clear();
    }

    private static void cancelAll(State state) {
        List.copyOf(state.running).forEach(Running::cancel);
    }

    /** Ends fetches of which nothing is missing any more. */
    void endUseless() {
        for (State state : sources.values()) {
            for (Running running : List.copyOf(state.running)) {
                if (!running.left.isEmpty() && running.left.stream().noneMatch(picker::isMissing)) {
                    running.cancel();
                }
            }
        }
    }

    /** Starts fetches, each of at most as many blocks as {@code affordable} says then. */
    void pump(FallbackPolicy.Allowance allowance, IntSupplier affordable) {
        if (allowance == FallbackPolicy.Allowance.NONE) {
            return;
        }
        sources.forEach((source, state) -> {
            while (!state.banned && state.running.size() < source.parallelRanges()) {
                int most = Math.min(affordable.getAsInt(), state.rangeBytes / TrackLayout.BLOCK);
                List<Block> run = pick(allowance, source, most);
                if (run.isEmpty()) {
                    return;
                }
                start(source, state, run);
            }
        });
    }

    private List<Block> pick(FallbackPolicy.Allowance allowance, RangeSource source, int blocks) {
        return switch (allowance) {
            case NONE -> List.of();
            case CRITICAL -> pick(PiecePicker.RunKind.CRITICAL, source, blocks);
            case CRITICAL_AND_UNAVAILABLE -> pick(PiecePicker.RunKind.UNAVAILABLE, source, blocks);
            case ANY -> pick(PiecePicker.RunKind.ANY, source, blocks);
        };
    }

    private List<Block> pick(PiecePicker.RunKind kind, RangeSource source, int blocks) {
        return picker.pickRun(kind, blocks, source, clock.millis());
    }

    private void start(RangeSource source, State state, List<Block> run) {
        delivery.asked(source, run);
        Running running = new Running(source, state, run);
        state.running.add(running);
        long offset = layout.offset(run.get(0));
        Block last = run.get(run.size() - 1);
        running.fetch = source.fetch(offset, (int) (layout.offset(last) + layout.blockLength(last) - offset), running);
    }

    /** One fetch: collects bytes until a block is whole. */
    private final class Running implements RangeSource.Receiver {
        private final RangeSource source;
        private final State state;
        private final Deque<Block> left;
        private RangeSource.Fetch fetch = () -> {};
        private byte[] block;
        private int filled;
        private boolean over;

        Running(RangeSource source, State state, List<Block> run) {
            this.source = source;
            this.state = state;
            this.left = new ArrayDeque<>(run);
            this.block = new byte[layout.blockLength(run.get(0))];
        }

        @Override
        public void bytes(ByteBuffer chunk) {
            while (chunk.hasRemaining() && !left.isEmpty() && !over) {
                int count = Math.min(chunk.remaining(), block.length - filled);
                chunk.get(block, filled, count);
                filled += count;
                if (filled == block.length) {
                    Block whole = left.remove();
                    BlockData data = BlockData.adopt(block);
                    filled = 0;
                    block = left.isEmpty() ? new byte[0] : new byte[layout.blockLength(left.element())];
                    delivery.arrived(source, whole, data);
                }
            }
            chunk.position(chunk.limit());
        }

        @Override
        public void complete() {
            if (left.isEmpty()) {
                state.rangeBytes = Math.min(MAX_BYTES, state.rangeBytes * 2);
            }
            finish();
        }

        @Override
        public void failed(String reason) {
            state.rangeBytes = FIRST_BYTES;
            finish();
        }

        void cancel() {
            fetch.cancel();
            finish();
        }

        private void finish() {
            if (!over) {
                over = true;
                state.running.remove(this);
                delivery.lost(source, List.copyOf(left));
                delivery.ended();
            }
        }
    }
}
