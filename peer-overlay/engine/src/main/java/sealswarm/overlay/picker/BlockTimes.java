package sealswarm.overlay.picker;

/**
 * How long blocks take from the first request to their arrival, and so from when on one is late: as RFC 6298, section 2, takes it
 * for packets, with its gains and its mean and four deviations.
 */
final class BlockTimes {
    /** No block is late before this, however fast others were: the clock ticks so. */
    static final long LEAST_MILLIS = 100;

    /** What is expected before anything came. */
    static final long FIRST_MEAN_MILLIS = 100;

    private static final double MEAN_GAIN = 1.0 / 8;
    private static final double DEVIATION_GAIN = 1.0 / 4;
    private static final int DEVIATIONS = 4;

    private double meanMillis = FIRST_MEAN_MILLIS;
    private double deviationMillis = FIRST_MEAN_MILLIS / 2.0;

    /** A block came {@code millis} after it was first asked for. */
    void took(long millis) {
        double off = millis - meanMillis;
        deviationMillis += DEVIATION_GAIN * (Math.abs(off) - deviationMillis);
        meanMillis += MEAN_GAIN * off;
    }

    /** How many sources may have been asked for a block that was first asked for {@code millis} ago: one more each time it is late. */
    long sourcesAfter(long millis) {
        return 1 + (long) (millis / Math.max(LEAST_MILLIS, meanMillis + DEVIATIONS * deviationMillis));
    }
}
