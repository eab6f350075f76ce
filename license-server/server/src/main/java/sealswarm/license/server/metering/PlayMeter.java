package sealswarm.license.server.metering;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Map<PlayId, List<MediaRange>> ranges = new LinkedHashMap<>();
        Map<PlayId, Metered> starts = new LinkedHashMap<>();
        collect(segment, ranges, starts, Optional.empty());
        List<PlayId> wanted = List.copyOf(ranges.keySet());
        StoredSegment current = segment;
        for (int i = 0; i < MAX_SEGMENTS_BACK && !starts.keySet().containsAll(wanted); i++) {
            Optional<StoredSegment> before = current.previousFirstSeq() == 0
                    ? Optional.empty()
                    : store.find(current.device(), current.epoch(), current.previousFirstSeq());
            if (before.isEmpty()) {
                break;
            }
            current = before.get();
            collect(current, ranges, starts, Optional.of(wanted));
        }
        List<Metered> plays = new ArrayList<>();
        starts.forEach((id, found) -> plays.add(
                new Metered(found.segment(), found.start(), found.play(), union(ranges.getOrDefault(id, List.of())))));
        return plays;
    }

    private static void collect(
            StoredSegment segment,
            Map<PlayId, List<MediaRange>> ranges,
            Map<PlayId, Metered> starts,
            Optional<List<PlayId>> wanted) {
        for (StoredEntry entry : segment.entries()) {
            if (!entry.verdict().counts()) {
                continue;
            }
            PlayEntry play = PlayEntry.read(entry.bytes().getBytes());
            if (wanted.isPresent() && !wanted.get().contains(play.playId())) {
                continue;
            }
            ranges.computeIfAbsent(play.playId(), id -> new ArrayList<>()).addAll(play.ranges());
            if (play.reason() == Reason.START) {
                starts.put(play.playId(), new Metered(segment, entry, play, 0));
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
