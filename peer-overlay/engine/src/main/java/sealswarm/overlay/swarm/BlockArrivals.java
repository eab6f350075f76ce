package sealswarm.overlay.swarm;

import java.util.List;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.wire.BlockData;

/** Where blocks come in, from peers and range sources alike: counted, then checked if they are new. */
final class BlockArrivals {
    private final PiecePicker picker;
    private final BlockIntake intake;
    private final Requester requester;
    private final Counters counters;
    private final MonotonicClock clock;

    BlockArrivals(
            PiecePicker picker, BlockIntake intake, Requester requester, Counters counters, MonotonicClock clock) {
        this.picker = picker;
        this.intake = intake;
        this.requester = requester;
        this.counters = counters;
        this.clock = clock;
    }

    void fromPeer(Object peer, Block block, BlockData data) {
        counters.fromPeers += data.length();
        arrived(peer, block, data);
    }

    void fromSource(RangeSource source, Block block, BlockData data) {
        counters.fromSources += data.length();
        arrived(source, block, data);
    }

    /** A block came that was asked for and taken back: welcome if it is still missing. */
    void crossed(Peer peer, Block block, BlockData data) {
        counters.fromPeers += data.length();
        if (picker.mayCome(block)) {
            take(peer, block, data);
        } else {
            waste(data);
        }
    }

    private void arrived(Object source, Block block, BlockData data) {
        picker.delivered(block, clock.millis());
        take(source, block, data);
    }

    private void waste(BlockData data) {
        counters.redundant += data.length();
        data.release();
    }

    private void take(Object source, Block block, BlockData data) {
        if (!picker.received(block)) {
            waste(data);
            return;
        }
        requester.cancelCopies(block);
        intake.accept(source, block, data);
    }

    /** A source will not send blocks it was asked for. */
    void lost(Object source, List<Block> blocks) {
        blocks.forEach(picker::released);
        blocks.stream()
                .map(Block::piece)
                .distinct()
                .filter(piece -> picker.declined(source, piece))
                .forEach(intake::drop);
    }

    /** No more comes in this turn of the loop. */
    void turnEnded() {
        intake.turnEnded();
    }
}
