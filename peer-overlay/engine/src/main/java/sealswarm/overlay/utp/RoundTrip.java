package sealswarm.overlay.utp;

/** How long a packet and its answer take, and how long to wait for one (RFC 6298 with the floor of BEP 29). */
final class RoundTrip {
    /** The wait before anything is known. */
    static final long FIRST_TIMEOUT_MICROS = 1_000_000;

    /** The shortest wait. */
    static final long MIN_TIMEOUT_MICROS = 500_000;

    /** The longest wait, however often one was in vain. */
    static final long MAX_TIMEOUT_MICROS = 15_000_000;

    private long smoothedMicros;
    private long deviationMicros;
    private int vain;

    /** A packet that was sent once has been answered after so long. */
    void measured(long micros) {
        if (smoothedMicros == 0) {
            smoothedMicros = Math.max(1, micros);
            deviationMicros = micros / 2;
        } else {
            deviationMicros += (Math.abs(smoothedMicros - micros) - deviationMicros) / 4;
            smoothedMicros = Math.max(1, smoothedMicros + (micros - smoothedMicros) / 8);
        }
    }

    /** The other end has got something, or says that it has no room. */
    void heard() {
        vain = 0;
    }

    /** The wait was in vain: the next is twice as long. */
    void timedOut() {
        vain++;
    }

    /** Waits in vain since then. */
    int vain() {
        return vain;
    }

    /** A round trip; a guess until one was measured. */
    long micros() {
        return smoothedMicros == 0 ? FIRST_TIMEOUT_MICROS : smoothedMicros;
    }

    long timeoutMicros() {
        long once = smoothedMicros == 0
                ? FIRST_TIMEOUT_MICROS
                : Math.max(MIN_TIMEOUT_MICROS, smoothedMicros + 4 * deviationMicros);
        return Math.min(MAX_TIMEOUT_MICROS, once << Math.min(vain, 5));
    }
}
