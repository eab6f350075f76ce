package sealswarm.overlay.peer;

/** Bytes per second over the last seconds. One loop owns it. */
public final class RateMeter {
    /** The longest span that can be asked for, in seconds. */
    public static final int MAX_SECONDS = 20;

    private final long[] seconds = new long[MAX_SECONDS];
    private long current;
    private long total;
    private int elapsed;

    /** Counts {@code bytes} in the running second. */
    public void add(long bytes) {
        current += bytes;
        total += bytes;
    }

    /** A second has passed. */
    public void tick() {
        seconds[elapsed % MAX_SECONDS] = current;
        elapsed = elapsed == Integer.MAX_VALUE ? MAX_SECONDS : elapsed + 1;
        current = 0;
    }

    /** Mean bytes per second over the last {@code span} whole seconds, or as many as have passed. */
    public long rate(int span) {
        int counted = Math.min(Math.min(span, MAX_SECONDS), elapsed);
        if (counted == 0) {
            return current;
        }
        long sum = 0;
        for (int i = 1; i <= counted; i++) {
            sum += seconds[(elapsed - i) % MAX_SECONDS];
        }
        return sum / counted;
    }

    /** All bytes so far. */
    public long total() {
        return total;
    }
}
