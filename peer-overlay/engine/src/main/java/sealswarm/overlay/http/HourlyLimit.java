package sealswarm.overlay.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each of many may do something within an hour of the clock. Pure: time comes in with each call. Not thread-safe.
 *
 * @param <K> who is counted; compared by equality
 */
public final class HourlyLimit<K> {
    private final int most;
    private final int maxKeys;
    private final Map<K, Integer> counts = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    /** At most {@code most} times each, for at most {@code maxKeys} within an hour; others are refused until it is over. */
    public HourlyLimit(int most, int maxKeys) {
        this.most = most;
        this.maxKeys = maxKeys;
    }

    /** Counts once more; false if that is too often. */
    public boolean admits(K key, Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.HOURS);
        if (!current.equals(hour)) {
            hour = current;
            counts.clear();
        }
        if (counts.size() >= maxKeys && !counts.containsKey(key)) {
            return false;
        }
        return counts.merge(key, 1, Integer::sum) <= most;
    }
}
