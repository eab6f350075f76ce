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
        START_UP_MILLIS(100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000),
        /** Thousandths of the time a play took that it stood still for want of bytes. */
        STALLED_PERMILLE(0, 1, 5, 10, 50, 100, 500),
        /** Kilobits per second that arrived, from all sources together. */
        RATE_KILOBITS(250, 500, 1_000, 2_000, 5_000, 10_000, 50_000);

        private final long[] bounds;

        Scale(long... bounds) {
            this.bounds = bounds;
        }

        /** The bounds, rising; there is one bucket more than bounds. */
        List<Long> bounds() {
            List<Long> all = new ArrayList<>();
            for (long bound : bounds) {
                all.add(bound);
            }
            return all;
        }
    }

    Buckets(Scale scale) {
        this.scale = scale;
        this.counts = new long[scale.bounds.length + 1];
    }

    void add(long value) {
        int bucket = 0;
        while (bucket < scale.bounds.length && value > scale.bounds[bucket]) {
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
