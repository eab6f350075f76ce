package sealswarm.overlay.swarm;

import java.util.List;
import java.util.function.Supplier;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;

/** Lets range sources deliver what the policy allows them. */
final class RangeFeed implements RangeDownloads.Delivery {
    private final DownloadGate gate;
    private final LeafBook leafBook;
    private final BlockArrivals arrivals;
    private final Supplier<FallbackPolicy.Allowance> policy;
    private final RangeDownloads ranges;

    /** A feed without sources; {@code policy} is asked on every round. */
    RangeFeed(
            TrackLayout layout,
            PiecePicker picker,
            DownloadGate gate,
            LeafBook leafBook,
            BlockArrivals arrivals,
            Supplier<FallbackPolicy.Allowance> policy,
            MonotonicClock clock) {
        this.gate = gate;
        this.leafBook = leafBook;
        this.arrivals = arrivals;
        this.policy = policy;
        this.ranges = new RangeDownloads(layout, picker, this, clock);
    }

    int count() {
        return ranges.count();
    }

    void add(RangeSource source) {
        ranges.add(source);
    }

    /** Never asks a source again; false if it was banned before. */
    boolean ban(RangeSource source) {
        return ranges.ban(source);
    }

    /** Ends fetches of which nothing is missing any more: others were quicker. */
    void endUseless() {
        ranges.endUseless();
    }

    /** Starts fetches as far as the policy lets them. */
    void pump() {
        if (!ranges.isEmpty() && gate.isOpen()) {
            ranges.pump(policy.get(), gate::affordableBlocks);
        }
    }

    void close() {
        ranges.close();
    }

    @Override
    public void asked(RangeSource source, List<Block> blocks) {
        blocks.stream().map(Block::piece).distinct().forEach(leafBook::want);
        blocks.forEach(gate::spend);
    }

    @Override
    public void arrived(RangeSource source, Block block, BlockData data) {
        arrivals.fromSource(source, block, data);
    }

    @Override
    public void lost(RangeSource source, List<Block> blocks) {
        arrivals.lost(source, blocks);
    }

    @Override
    public void ended() {
        arrivals.turnEnded();
        pump();
    }
}
