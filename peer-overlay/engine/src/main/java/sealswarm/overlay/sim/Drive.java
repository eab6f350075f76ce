package sealswarm.overlay.sim;

/**
 * What a simulated disk can do.
 *
 * @param seekMicros time before the first byte of each read and write
 * @param bytesPerSecond rate after that, 0 for no limit
 * @param queueBytes bytes under way at which the swarm must hold back
 */
public record Drive(long seekMicros, long bytesPerSecond, long queueBytes) {
    /** Answers in the same moment, within the call. */
    public static final Drive INSTANT = new Drive(0, 0, Long.MAX_VALUE);

    /** A solid-state disk. */
    public static final Drive SOLID_STATE = new Drive(80, 500_000_000, 64 << 20);

    /** A disk with an arm. */
    public static final Drive SPINNING = new Drive(10_000, 120_000_000, 64 << 20);

    public Drive {
        if (seekMicros < 0 || bytesPerSecond < 0 || queueBytes < 1) {
            throw new IllegalArgumentException("a drive's figure is out of range");
        }
    }

    /** Time one access of {@code bytes} takes. */
    long micros(long bytes) {
        return seekMicros + (bytesPerSecond == 0 ? 0 : bytes * SimClock.SECOND / bytesPerSecond);
    }
}
