package sealswarm.overlay.swarm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.BlockRange;

/** Answers requests: reads neighbouring blocks in one go, never while a peer's socket is full or the rate limit is reached. */
final class Uploader {
    /** Bytes read at most in one go. */
    static final int MAX_READ_BYTES = BlockDisk.MAX_LENT_BYTES;

    /** Reads under way for one peer. */
    static final int MAX_READS = 2;

    /** What a limit lets pass in so long is sent to one peer before the next one's turn. */
    static final long TURN_MILLIS = 20;

    private final TrackLayout layout;
    private final PiecePicker picker;
    private final BlockDisk disk;
    private final MonotonicClock clock;
    private final TokenBucket limit;
    private final Counters counters;
    private final Membership membership;
    private final UploadShares shares = new UploadShares();
    private final Map<Peer, Integer> reads = new HashMap<>();
    private final Deque<Peer> turns = new ArrayDeque<>();

    Uploader(
            TrackLayout layout,
            PiecePicker picker,
            BlockDisk disk,
            MonotonicClock clock,
            TokenBucket limit,
            Counters counters,
            Membership membership) {
        this.layout = layout;
        this.picker = picker;
        this.disk = disk;
        this.clock = clock;
        this.limit = limit;
        this.counters = counters;
        this.membership = membership;
    }

    void joined(Peer peer) {
        reads.put(peer, 0);
        turns.add(peer);
    }

    void left(Peer peer) {
        reads.remove(peer);
        turns.remove(peer);
    }

    /** Sends what the peer may be sent now, and under a limit what others may be sent before it. */
    void pump(Peer peer) {
        if (limit.isLimited()) {
            pumpInTurn();
        } else {
            boolean more = true;
            while (more) {
                more = serve(peer);
            }
        }
    }

    /**
     * What the limit lets pass is shared by turns: a peer that gets much at once and then nothing cannot be judged by its rate, and what
     * it takes back has left already.
     */
    private void pumpInTurn() {
        int unserved = 0;
        while (unserved < turns.size() && limit.isOpen(clock.millis())) {
            Peer next = turns.remove();
            turns.add(next);
            unserved = serve(next) ? 0 : unserved + 1;
        }
    }

    private boolean canSend(Peer peer) {
        return reads.getOrDefault(peer, MAX_READS) < MAX_READS && peer.link().isWritable() && membership.sends(peer);
    }

    /** True if somebody who has proven who it is has asked for more than has left; reading for it is as good as waiting. */
    private boolean aMemberWaits() {
        return turns.stream()
                .anyMatch(peer -> membership.domain(peer) != TrustDomain.STOCK
                        && peer.peekUpload().isPresent()
                        && peer.link().isWritable()
                        && membership.sends(peer));
    }

    /** A second has passed. */
    void second() {
        shares.second();
    }

    private boolean serve(Peer peer) {
        if (!canSend(peer) || (!shares.hasRoomFor(membership.domain(peer)) && aMemberWaits())) {
            return false;
        }
        Optional<BlockRange> first = peer.nextUpload();
        if (first.isEmpty()) {
            return false;
        }
        if (picker.has(first.get().piece())) {
            readRun(peer, first.get());
        } else {
            peer.refuse(first.get());
        }
        return true;
    }

    private int runBytes() {
        return (int) Math.max(TrackLayout.BLOCK, Math.min(MAX_READ_BYTES, limit.worth(TURN_MILLIS)));
    }

    private void readRun(Peer peer, BlockRange first) {
        int end = first.begin() + first.length();
        int count = 1;
        int most = runBytes();
        BlockRange[] run = new BlockRange[most / TrackLayout.BLOCK];
        run[0] = first;
        while (count < run.length) {
            int expected = end;
            Optional<BlockRange> next =
                    peer.peekUpload().filter(range -> range.piece() == first.piece() && range.begin() == expected);
            if (next.isEmpty() || end + next.get().length() - first.begin() > most) {
                break;
            }
            run[count++] = peer.nextUpload().orElseThrow();
            end += next.get().length();
        }
        int length = Math.min(end, layout.pieceLength(first.piece())) - first.begin();
        if (length <= 0) {
            peer.refuse(first);
            return;
        }
        limit.spend(length);
        int ranges = count;
        reads.merge(peer, 1, Integer::sum);
        disk.lend(layout.pieceOffset(first.piece()) + first.begin(), length, read -> {
            if (reads.computeIfPresent(peer, (key, running) -> running - 1) == null) {
                read.ifPresent(BlockData::release);
                return;
            }
            for (int i = 0; i < ranges; i++) {
                deliver(peer, run[i], first.begin(), read);
            }
            read.ifPresent(BlockData::release);
            pump(peer);
        });
    }

    private void deliver(Peer peer, BlockRange range, int readFrom, Optional<BlockData> read) {
        if (read.isEmpty() || peer.isChoking()) {
            peer.refuse(range);
            return;
        }
        counters.uploaded += range.length();
        peer.deliver(range, cut(read.get(), range.begin() - readFrom, range.length()), clock.millis());
        membership.delivered(peer, range.length());
        shares.sent(membership.domain(peer), range.length());
    }

    /** A part of what was read; what lies beyond the end of the track is zeros. */
    private static BlockData cut(BlockData read, int from, int length) {
        if (from + length <= read.length()) {
            return read.slice(from, length);
        }
        byte[] padded = new byte[length];
        read.slice(from, Math.max(0, read.length() - from)).copyTo(padded, 0);
        return BlockData.adopt(padded);
    }
}
