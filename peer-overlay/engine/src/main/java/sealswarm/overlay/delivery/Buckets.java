package sealswarm.overlay.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * A count of values by fixed bounds, so that the counts of hours, networks and edges add up to one. Not thread-safe.
 *
 * <p>A value belongs to the first bound it does not exceed; the last bucket holds what exceeds all.
 */
final class Buckets {
    private final Scale scale;
    private final long[] counts;

    /** What is counted, and by which bounds. A bound never changes its place: a new scale gets a new name. */
    enum Scale {
        /** Milliseconds from a viewer's first wish to the first bytes handed to the media element. */
        START_UP_MILLIS,
        /** Thousandths of the time a play took that it stood still for want of bytes. */
        STALLED_PERMILLE,
        /** Kilobits per second that arrived, from all sources together. */
        RATE_KILOBITS;

        /** The bounds, rising; there is one bucket more than bounds. */
        List<Long> bounds() {
            return switch (this) {
                case START_UP_MILLIS -> List.of(100L, 200L, 300L, 500L, 1_000L, 2_000L, 5_000L, 10_000L);
                case STALLED_PERMILLE -> List.of(0L, 1L, 5L, 10L, 50L, 100L, 500L);
                case RATE_KILOBITS -> List.of(250L, 500L, 1_000L, 2_000L, 5_000L, 10_000L, 50_000L);
            };
        }
    }

    Buckets(Scale scale) {
        this.scale = scale;
        this.counts = new long[scale.bounds().size() + 1];
    }

    void add(long value) {
        int bucket = 0;
        List<Long> bounds = scale.bounds();
        while (bucket < bounds.size() && value > bounds.get(bucket)) {
            bucket++;
        }
        counts[bucket]++;
    }

    void addAll(Buckets other) {
        if (other.scale != scale) {
            throw new IllegalArgumentException("counts of " + other.scale + " are none of " + scale);
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** The counts, bucket by bucket. */
    List<Long> counts() {
        List<Long> all = new ArrayList<>();
        for (long count : counts) {
            all.add(count);
        }
        return all;
    }
}
