package sealswarm.overlay.swarm;

/** A limit in bytes per second that lets one second's worth pass at once. One loop owns it. */
final class TokenBucket {
    /** No limit. */
    static final long UNLIMITED = 0;

    private static final long MILLIS = 1_000;

    private final long bytesPerSecond;
    private long tokens;
    private long filledMillis;

    TokenBucket(long bytesPerSecond, long nowMillis) {
        this.bytesPerSecond = bytesPerSecond;
        this.tokens = bytesPerSecond;
        this.filledMillis = nowMillis;
    }

    /** Bytes that may be spent now; below 1 after an overdraft. */
    long available(long nowMillis) {
        if (!isLimited()) {
            return Long.MAX_VALUE;
        }
        long gained = (nowMillis - filledMillis) * bytesPerSecond / MILLIS;
        if (gained > 0) {
            tokens = Math.min(bytesPerSecond, tokens + gained);
            filledMillis = nowMillis;
        }
        return tokens;
    }

    boolean isLimited() {
        return bytesPerSecond != UNLIMITED;
    }

    /** Bytes that pass in {@code millis}. */
    long worth(long millis) {
        return isLimited() ? bytesPerSecond * millis / MILLIS : Long.MAX_VALUE;
    }

    boolean isOpen(long nowMillis) {
        return available(nowMillis) > 0;
    }

    /** Spends tokens; the last spender may overdraw, and the next waits for it. */
    void spend(long bytes) {
        if (isLimited()) {
            tokens -= bytes;
        }
    }
}
