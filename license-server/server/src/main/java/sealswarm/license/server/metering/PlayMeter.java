package sealswarm.license.server.metering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.PlayId;
import sealswarm.license.receipt.PlayEntry.Reason;

/**
 * Adds up plays: the start entry and the union of the media time of all entries of its play id up to a segment's end. Reads
 * earlier segments of the log where a play began before. Blocking; thread-safe.
 */
public final class PlayMeter {
    /** Most segments looked back for a play's start; a play that began earlier was charged long ago. */
    public static final int MAX_SEGMENTS_BACK = 1_000;

    /**
     * A play as far as it is known.
     *
     * @param start its start entry, which names the play for ever
     * @param uniqueMillis media time played at least once
     */
    public record Metered(StoredSegment segment, StoredEntry start, PlayEntry play, long uniqueMillis) {}

    private final ReceiptStore store;

    public PlayMeter(ReceiptStore store) {
        this.store = store;
    }

    /** The plays that entries of a segment belong to; a play whose start is unknown or did not count is left out. */
    public List<Metered> plays(StoredSegment segment) {
        Backwards log = new Backwards();
        log.read(segment, any -> true);
        StoredSegment current = segment;
        for (int i = 0; i < MAX_SEGMENTS_BACK && !log.open.isEmpty(); i++) {
            Optional<StoredSegment> before = current.previousFirstSeq() == 0
                    ? Optional.empty()
                    : store.find(current.device(), current.epoch(), current.previousFirstSeq());
            if (before.isEmpty()) {
                break;
            }
            current = before.get();
            log.read(current, log.open::containsKey);
        }
        Collections.reverse(log.plays);
        return log.plays;
    }

    /**
     * A log read from its end: entries belong to the last start of their play id before them, so an id that is used again begins
     * another play.
     */
    private static final class Backwards {
        private final Map<PlayId, List<MediaRange>> open = new HashMap<>();
        private final List<Metered> plays = new ArrayList<>();

        void read(StoredSegment segment, Predicate<PlayId> wanted) {
            for (int i = segment.entries().size() - 1; i >= 0; i--) {
                StoredEntry entry = segment.entries().get(i);
                if (entry.verdict() == Verdict.MALFORMED) {
                    continue;
                }
                PlayEntry play = PlayEntry.read(entry.bytes().getBytes());
                if (!wanted.test(play.playId())) {
                    continue;
                }
                boolean counts = entry.verdict().counts();
                List<MediaRange> ranges = new ArrayList<>(counts ? play.ranges() : List.of());
                if (play.reason() == Reason.START) {
                    ranges.addAll(Objects.requireNonNullElse(open.remove(play.playId()), List.of()));
                    if (counts) {
                        plays.add(new Metered(segment, entry, play, union(ranges)));
                    }
                } else if (counts) {
                    open.computeIfAbsent(play.playId(), id -> new ArrayList<>()).addAll(ranges);
                }
            }
        }
    }

    private static long union(List<MediaRange> ranges) {
        List<MediaRange> sorted = new ArrayList<>(ranges);
        sorted.sort(java.util.Comparator.comparingLong(MediaRange::fromMs));
        long total = 0;
        long reached = 0;
        for (MediaRange range : sorted) {
            long from = Math.max(range.fromMs(), reached);
            if (range.toMs() > from) {
                total += range.toMs() - from;
                reached = range.toMs();
            }
        }
        return total;
    }
}
