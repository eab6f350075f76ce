package sealswarm.player.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;

/** Media time that was played: sorted, merged, at most {@link PlayEntry#MAX_RANGES} ranges. Not thread-safe. */
public final class PlayedRanges {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Adds a range; ranges that touch or overlap become one. Beyond the limit the nearest two are not joined: it is dropped. */
    public void add(MediaRange range) {
        long from = range.fromMs();
        long to = range.toMs();
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = ranges.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            ranges.remove(next.getKey());
        }
        if (ranges.size() < PlayEntry.MAX_RANGES || ranges.containsKey(from)) {
            ranges.put(from, to);
        }
    }

    /** Takes the first {@code millis} milliseconds out, or all if there are fewer. */
    public List<MediaRange> take(long millis) {
        List<MediaRange> taken = new ArrayList<>();
        long left = millis;
        while (left > 0 && !ranges.isEmpty()) {
            Map.Entry<Long, Long> first = ranges.pollFirstEntry();
            long to = Math.min(first.getValue(), first.getKey() + left);
            taken.add(new MediaRange(first.getKey(), to));
            left -= to - first.getKey();
            if (to < first.getValue()) {
                ranges.put(to, first.getValue());
            }
        }
        return taken;
    }

    /** The ranges in order. */
    public List<MediaRange> list() {
        List<MediaRange> list = new ArrayList<>();
        ranges.forEach((from, to) -> list.add(new MediaRange(from, to)));
        return list;
    }

    /** Milliseconds covered. */
    public long totalMs() {
        return ranges.entrySet().stream()
                .mapToLong(range -> range.getValue() - range.getKey())
                .sum();
    }

    public void clear() {
        ranges.clear();
    }
}
