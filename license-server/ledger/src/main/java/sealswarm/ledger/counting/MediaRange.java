package sealswarm.ledger.counting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import sealswarm.ledger.LedgerException;

/**
 * A stretch of media time, half-open.
 *
 * @param fromMillis first millisecond of the medium that was played
 * @param toMillis first that was not; above {@code fromMillis}
 */
public record MediaRange(long fromMillis, long toMillis) {
    /** Refuses empty and negative stretches. */
    public MediaRange {
        if (fromMillis < 0 || toMillis <= fromMillis) {
            throw LedgerException.malformed("media range " + fromMillis + ".." + toMillis);
        }
    }

    /** Milliseconds of the medium that at least one of {@code ranges} covers: a slice played twice counts once. */
    public static long uniqueMillis(Collection<MediaRange> ranges) {
        List<MediaRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(MediaRange::fromMillis));
        long total = 0;
        long covered = 0;
        for (MediaRange range : sorted) {
            long from = Math.max(range.fromMillis, covered);
            if (range.toMillis > from) {
                total = Math.addExact(total, range.toMillis - from);
                covered = range.toMillis;
            }
        }
        return total;
    }
}
