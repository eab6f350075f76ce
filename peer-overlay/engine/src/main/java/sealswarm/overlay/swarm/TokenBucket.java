package sealswarm.overlay.swarm;

import java.util.Optional;

/**
 * A limit in bytes per second that lets one second's worth pass at once; under another one, both must be open. The rate can be
 * changed at any time. One loop owns it.
 */
final class TokenBucket {
    /** No limit. */
    static final long UNLIMITED = 0;

    private static final long MILLIS = 1_000;

    private final Optional<TokenBucket> above;
    private long bytesPerSecond;
    private long tokens;
    private long filledMillis;

    TokenBucket(long bytesPerSecond, long nowMillis) {
        this(bytesPerSecond, nowMillis, Optional.empty());
    }

    private TokenBucket(long bytesPerSecond, long nowMillis, Optional<TokenBucket> above) {
        this.bytesPerSecond = bytesPerSecond;
        this.tokens = bytesPerSecond;
        this.filledMillis = nowMillis;
        this.above = above;
    }

    /** A limit for part of what this one limits. */
    TokenBucket part(long partBytesPerSecond, long nowMillis) {
        return new TokenBucket(partBytesPerSecond, nowMillis, Optional.of(this));
    }

    /** Another rate from now on; what had been saved up or overdrawn counts for at most a second of it. */
    void setRate(long rate, long nowMillis) {
        available(nowMillis);
        tokens = bytesPerSecond == UNLIMITED ? rate : Math.max(-rate, Math.min(rate, tokens));
        bytesPerSecond = rate;
        filledMillis = nowMillis;
    }

    /** Bytes that may be spent now; below 1 after an overdraft. */
    long available(long nowMillis) {
        long highest = above.isPresent() ? above.get().available(nowMillis) : Long.MAX_VALUE;
        if (bytesPerSecond == UNLIMITED) {
            return highest;
        }
        long gained = (nowMillis - filledMillis) * bytesPerSecond / MILLIS;
        if (gained > 0) {
            tokens = Math.min(bytesPerSecond, tokens + gained);
            filledMillis = nowMillis;
        }
        return Math.min(highest, tokens);
    }

    boolean isLimited() {
        return bytesPerSecond != UNLIMITED || (above.isPresent() && above.get().isLimited());
    }

    /** Bytes that pass in {@code millis}. */
    long worth(long millis) {
        long highest = above.isPresent() ? above.get().worth(millis) : Long.MAX_VALUE;
        return bytesPerSecond == UNLIMITED ? highest : Math.min(highest, bytesPerSecond * millis / MILLIS);
    }

    boolean isOpen(long nowMillis) {
        return available(nowMillis) > 0;
    }

    /** Spends tokens; the last spender may overdraw, and the next waits for it. */
    void spend(long bytes) {
        if (above.isPresent()) {
            above.get().spend(bytes);
        }
        if (bytesPerSecond != UNLIMITED) {
            tokens -= bytes;
        }
    }
}
