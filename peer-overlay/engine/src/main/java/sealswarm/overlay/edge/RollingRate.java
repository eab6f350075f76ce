package sealswarm.overlay.edge;

import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes per second over the last seconds, from a total that grows. Pure: time comes in with each call. Not thread-safe. */
final class RollingRate {
    /** Samples kept, one a second. */
    static final int WINDOW_SAMPLES = 6;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long atMillis, long totalBytes) {}

    /** The total is so large now. */
    void sample(long nowMillis, long totalBytes) {
        samples.addLast(new Sample(nowMillis, totalBytes));
        if (samples.size() > WINDOW_SAMPLES) {
            samples.removeFirst();
        }
    }

    /** The rate between the first and the last sample kept; 0 before there are two of different times. */
    long bytesPerSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long millis = last.atMillis() - first.atMillis();
        return millis <= 0 ? 0 : Math.max(0, last.totalBytes() - first.totalBytes()) * 1_000 / millis;
    }
}
