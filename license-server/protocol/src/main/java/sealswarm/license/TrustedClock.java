package sealswarm.license;

import java.time.Duration;
import java.time.Instant;

/**
 * The client's clock (spec license-v1, section 8): never behind the highest time it is certain of. Certain are signed server times
 * plus the monotonic time since, and the times of its own receipts. Only a server time bound to one's own fresh nonce moves the
 * mark back. Immutable; the wall clock and the monotonic clock are given to each call.
 *
 * @param mark the highest certain time
 * @param markMonotonicMillis the monotonic clock when the mark was set
 */
public record TrustedClock(Instant mark, long markMonotonicMillis) {
    /** How far the wall clock may stand behind the mark. */
    public static final Duration ALLOWANCE = Duration.ofMinutes(5);

    /** How old, by the monotonic clock, the nonce of a resetting answer may be. */
    public static final Duration NONCE_LIFE = Duration.ofMinutes(1);

    /** A clock from a kept mark, at a new start of the process. */
    public static TrustedClock restored(Instant mark, long monotonicMillis) {
        return new TrustedClock(mark, monotonicMillis);
    }

    /** What time it is. */
    public ClockReading read(Instant wall, long monotonicMillis) {
        Instant certain = certain(monotonicMillis);
        boolean rolledBack = wall.isBefore(certain.minus(ALLOWANCE));
        return new ClockReading(wall.isAfter(certain) ? wall : certain, rolledBack);
    }

    /** After a signed server time of whatever age: it only raises the mark. */
    public TrustedClock raised(Instant serverTime, long monotonicMillis) {
        return serverTime.isAfter(certain(monotonicMillis)) ? new TrustedClock(serverTime, monotonicMillis) : this;
    }

    /**
     * After an answer to one's own nonce: the mark is the server's time, forward or back, if the nonce is at most {@link
     * #NONCE_LIFE} old; otherwise as {@link #raised}.
     */
    public TrustedClock answered(Instant serverTime, long nonceMonotonicMillis, long monotonicMillis) {
        boolean fresh = monotonicMillis - nonceMonotonicMillis <= NONCE_LIFE.toMillis()
                && monotonicMillis >= nonceMonotonicMillis;
        return fresh ? new TrustedClock(serverTime, monotonicMillis) : raised(serverTime, monotonicMillis);
    }

    /** The mark to keep for the next start. */
    public Instant certain(long monotonicMillis) {
        return mark.plusMillis(Math.max(0, monotonicMillis - markMonotonicMillis));
    }
}
