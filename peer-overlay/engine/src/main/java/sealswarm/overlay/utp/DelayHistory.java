package sealswarm.overlay.utp;

/**
 * The one-way delays of packets in one direction. Two clocks differ by an unknown amount that changes slowly; the least delay of the
 * last minutes is taken for the empty line's, and what a packet took beyond that for the time it queued (RFC 6817, section 3.4.2).
 * Delays are 32-bit numbers that wrap.
 */
final class DelayHistory {
    /** Minutes over which the least delay is kept; short enough to follow a route that became longer. */
    static final int BASE_MINUTES = 4;

    /** Delays of which the least counts as the present one: a single late packet is no queue. */
    static final int RECENT = 4;

    /** A larger step is no clock that drifts. */
    static final int MAX_SHIFT_MICROS = 10_000;

    private static final long MINUTE_MICROS = 60_000_000;

    private final int[] leastOfMinute = new int[BASE_MINUTES];
    private final int[] recent = new int[RECENT];
    private int minutes;
    private int minute;
    private long minuteEndMicros;
    private int samples;

    /** True once there is a delay. */
    boolean isKnown() {
        return minutes > 0;
    }

    void add(int delayMicros, long nowMicros) {
        if (minutes == 0 || nowMicros >= minuteEndMicros) {
            minute = minutes == 0 ? 0 : (minute + 1) % BASE_MINUTES;
            minutes = Math.min(BASE_MINUTES, minutes + 1);
            leastOfMinute[minute] = delayMicros;
            minuteEndMicros = nowMicros + MINUTE_MICROS;
        } else if (isLess(delayMicros, leastOfMinute[minute])) {
            leastOfMinute[minute] = delayMicros;
        }
        recent[samples++ % RECENT] = delayMicros;
        if (samples == 2 * RECENT) {
            samples = RECENT;
        }
    }

    private static boolean isLess(int delay, int other) {
        return delay - other < 0;
    }

    /** The empty line's delay, by the two clocks. */
    int baseMicros() {
        int least = leastOfMinute[0];
        for (int i = 1; i < minutes; i++) {
            least = isLess(leastOfMinute[i], least) ? leastOfMinute[i] : least;
        }
        return least;
    }

    /** How long packets queue now, never negative. */
    long queuingMicros() {
        int least = recent[0];
        for (int i = 1; i < Math.min(samples, RECENT); i++) {
            least = isLess(recent[i], least) ? recent[i] : least;
        }
        return Math.max(0, least - baseMicros());
    }

    /** The other clock has gained so much on ours: all that was measured would be as much longer now. */
    void shift(int micros) {
        for (int i = 0; i < minutes; i++) {
            leastOfMinute[i] += micros;
        }
    }
}
