package sealswarm.overlay.webseed;

/**
 * When a web seed may be asked, and for how many ranges at once: two, one after a failure, none for two minutes after four failures
 * in a row, none until the time the server named, never again once it is banned. Pure: time comes in with each call. Not
 * thread-safe.
 */
public final class SourceHealth {
    /** Ranges at once from a source in good health. */
    static final int PARALLEL = 2;

    /** Failures in a row after which the source rests. */
    static final int FAILURES_TO_REST = 4;

    /** How long it rests. */
    static final long REST_MILLIS = 120_000;

    /** Longest rest a server can ask for. */
    static final long MAX_RETRY_AFTER_MILLIS = 3_600_000;

    private int failures;
    private long restsUntilMillis = Long.MIN_VALUE;
    private boolean banned;

    /** Ranges that may be asked for at once now. */
    public int parallel(long nowMillis) {
        if (banned || nowMillis < restsUntilMillis) {
            return 0;
        }
        return failures == 0 ? PARALLEL : 1;
    }

    /** A range came to its end. */
    public void succeeded() {
        failures = 0;
    }

    /** A range did not come. */
    public void failed(long nowMillis) {
        failures++;
        if (failures % FAILURES_TO_REST == 0) {
            restsUntilMillis = Math.max(restsUntilMillis, nowMillis + REST_MILLIS);
        }
    }

    /** The server asked to be left alone for so long. */
    public void askedToWait(long nowMillis, long waitMillis) {
        long wait = Math.max(0, Math.min(MAX_RETRY_AFTER_MILLIS, waitMillis));
        restsUntilMillis = Math.max(restsUntilMillis, nowMillis + wait);
    }

    /** It is not asked again. */
    public void ban() {
        banned = true;
    }
}
