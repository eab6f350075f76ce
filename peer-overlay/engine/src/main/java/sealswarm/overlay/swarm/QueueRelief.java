package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.picker.Wanter;

/**
 * Takes blocks from the end of a long queue for a peer that would idle, until both queues take equally long. So a block has one source
 * at a time, and a slow peer that was asked for much early holds nobody up.
 */
final class QueueRelief {
    /** A queue that will be served so soon is left alone: to take a request back costs a round trip and may cost the block twice. */
    static final long SHORT_QUEUE_MILLIS = 500;

    /** A peer that has served us for less is not judged by a rate of nothing. */
    static final long UNKNOWN_MILLIS = 5_000;

    /** The rate of a peer that has long sent nothing, so that its queue can be compared, in bytes per second. */
    private static final long LEAST_RATE = 1_024;

    private static final long MILLIS_PER_SECOND = 1_000;

    private final PiecePicker picker;
    private final Connections connections;

    QueueRelief(PiecePicker picker, Connections connections) {
        this.picker = picker;
        this.connections = connections;
    }

    /** Up to {@code most} blocks that {@code idle} is to be asked for now, taken back from others. */
    List<Block> relieve(Peer idle, Wanter wanter, int most) {
        long now = wanter.nowMillis();
        long rate = expectedRate(idle);
        List<Block> moved = new ArrayList<>();
        List<Peer> longestFirst = connections.all().stream()
                .filter(peer -> peer != idle && isKnownSlow(peer, now))
                .sorted(Comparator.comparingLong(QueueRelief::queueMillis).reversed())
                .toList();
        for (Peer busy : longestFirst) {
            List<Block> latestFirst = busy.asked();
            Collections.reverse(latestFirst);
            for (Block block : latestFirst) {
                long idleMillis = millis(idle.askedCount() + moved.size() + 1, rate);
                if (moved.size() == most || queueMillis(busy) <= SHORT_QUEUE_MILLIS + idleMillis) {
                    break;
                }
                if (picker.handOver(block, wanter)) {
                    busy.cancel(block, now);
                    moved.add(block);
                }
            }
        }
        return moved;
    }

    private static boolean isKnownSlow(Peer peer, long nowMillis) {
        boolean known = rate(peer) > 0 || nowMillis - peer.joinedMillis() >= UNKNOWN_MILLIS;
        return known && peer.isFast() && !peer.isSnubbed() && queueMillis(peer) > SHORT_QUEUE_MILLIS;
    }

    /** What a peer brings, or, before it has brought anything, what others do. */
    private long expectedRate(Peer peer) {
        long own = rate(peer);
        if (own > 0) {
            return own;
        }
        return connections.downRate(Requester.RATE_SECONDS) / Math.max(1, connections.count());
    }

    private static long queueMillis(Peer peer) {
        return millis(peer.askedCount(), rate(peer));
    }

    private static long rate(Peer peer) {
        return peer.down().rate(Requester.RATE_SECONDS);
    }

    private static long millis(int blocks, long rate) {
        return blocks * MILLIS_PER_SECOND * TrackLayout.BLOCK / Math.max(LEAST_RATE, rate);
    }
}
