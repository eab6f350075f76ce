package sealswarm.overlay.utp;

/**
 * How many bytes may be on their way (RFC 6817): more while packets do not queue, fewer as soon as they do, so that anything else on
 * the line goes first. Until the first queue or loss it doubles each round trip.
 */
final class Ledbat {
    /** The queue it aims at: BEP 29's, which other clients use too. */
    static final long TARGET_MICROS = 100_000;

    /** The least window: two full packets. */
    static final int MIN_BYTES = 2 * UtpConnection.MAX_PAYLOAD_BYTES;

    /** The largest window. */
    static final int MAX_BYTES = 4 << 20;

    /** What the window grows by at most in a round trip once it does not double any more. */
    static final int MAX_GAIN_BYTES = 3_000;

    /** How much faster than that it shrinks at most, when packets queue for many times the target. */
    static final double MAX_SHRINK = 4;

    private static final int FIRST_PACKETS = 4;

    private double windowBytes = FIRST_PACKETS * (double) UtpConnection.MAX_PAYLOAD_BYTES;
    private double doublesBelow = MAX_BYTES;
    private long mayHalveMicros = Long.MIN_VALUE;

    int windowBytes() {
        return (int) windowBytes;
    }

    /**
     * Bytes have arrived.
     *
     * @param bytes how many
     * @param queuingMicros how long packets queue
     * @param inFlightBytes what was on its way before; a window that was not used says nothing about the line
     */
    void arrived(int bytes, long queuingMicros, int inFlightBytes) {
        boolean used = inFlightBytes + UtpConnection.MAX_PAYLOAD_BYTES >= windowBytes;
        double room = Math.max(-MAX_SHRINK, (TARGET_MICROS - queuingMicros) / (double) TARGET_MICROS);
        if (windowBytes < doublesBelow && queuingMicros > TARGET_MICROS / 2) {
            // These packets left a round trip ago, when the window was half of what it is now, and it was enough.
            windowBytes /= 2;
            doublesBelow = windowBytes;
        }
        if (windowBytes < doublesBelow) {
            windowBytes += used ? bytes : 0;
        } else if (room < 0 || used) {
            windowBytes += room * MAX_GAIN_BYTES * Math.min(1, bytes / windowBytes);
        }
        limit();
    }

    /** A packet was lost and others after it arrived; several lost within a round trip are one loss. */
    void lost(long nowMicros, long roundTripMicros) {
        if (nowMicros >= mayHalveMicros) {
            mayHalveMicros = nowMicros + roundTripMicros;
            windowBytes /= 2;
            doublesBelow = windowBytes;
            limit();
        }
    }

    /** Nothing arrives any more. */
    void timedOut() {
        doublesBelow = Math.max(MIN_BYTES, windowBytes / 2);
        windowBytes = MIN_BYTES;
    }

    private void limit() {
        windowBytes = Math.min(MAX_BYTES, Math.max(MIN_BYTES, windowBytes));
    }
}
