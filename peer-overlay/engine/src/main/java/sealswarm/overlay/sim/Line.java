package sealswarm.overlay.sim;

/**
 * The line between a machine and the network.
 *
 * @param upBytesPerSecond what it can send, 0 for no limit
 * @param downBytesPerSecond what it can receive, 0 for no limit
 * @param latencyMicros time to the middle of the network, one way; between two machines theirs add up
 * @param jitterMicros further time, drawn anew for each flight between nothing and this
 * @param lossPerMillion packets of a million that are lost and sent again
 */
public record Line(
        long upBytesPerSecond, long downBytesPerSecond, long latencyMicros, long jitterMicros, int lossPerMillion) {
    /** Two machines on one switch. */
    public static final Line LAN = new Line(0, 0, 50, 0, 0);

    private static final int MILLION = 1_000_000;

    public Line {
        if (upBytesPerSecond < 0 || downBytesPerSecond < 0 || latencyMicros < 1 || jitterMicros < 0) {
            throw new IllegalArgumentException("a line's figure is out of range");
        }
        if (lossPerMillion < 0 || lossPerMillion >= MILLION) {
            throw new IllegalArgumentException("loss of " + lossPerMillion + " in a million");
        }
    }

    /** The same line this far away. */
    public Line far(long micros) {
        return new Line(upBytesPerSecond, downBytesPerSecond, micros, jitterMicros, lossPerMillion);
    }

    /** The same line at these rates, in bytes per second. */
    public Line at(long up, long down) {
        return new Line(up, down, latencyMicros, jitterMicros, lossPerMillion);
    }

    /** The same line with losses and jitter. */
    public Line lossy(int perMillion, long jitter) {
        return new Line(upBytesPerSecond, downBytesPerSecond, latencyMicros, jitter, perMillion);
    }
}
