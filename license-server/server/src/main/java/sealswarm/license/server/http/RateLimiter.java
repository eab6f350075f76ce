package sealswarm.license.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.license.problem.ProblemType;

/**
 * A leaky bucket per key (a device, a subject, an address). Counts in this process only: several servers admit as many
 * times more. Thread-safe.
 */
public final class RateLimiter {
    /** Most keys remembered; beyond, the one unused longest starts afresh. */
    public static final int MAX_KEYS = 100_000;

    /**
     * How much is let through.
     *
     * @param burst how many at once, at least 1
     * @param refill time until one more is let through
     */
    public record Rate(int burst, Duration refill) {
        public Rate {
            if (burst < 1 || refill.isNegative() || refill.isZero()) {
                throw new IllegalArgumentException("a rate has a burst and a refill time: " + burst + ", " + refill);
            }
        }

        /** So many in a time, evenly refilled. */
        public static Rate per(int count, Duration time) {
            return new Rate(count, time.dividedBy(count));
        }
    }

    private final Rate rate;
    private final InstantSource clock;
    private final Map<String, Instant> emptyAt;

    public RateLimiter(Rate rate, InstantSource clock) {
        this(rate, clock, MAX_KEYS);
    }

    RateLimiter(Rate rate, InstantSource clock, int maxKeys) {
        this.rate = rate;
        this.clock = clock;
        this.emptyAt = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > maxKeys;
            }
        };
    }

    /**
     * Lets one request of this key through.
     *
     * @throws ProblemException rate-limited with {@code retryAt} if the bucket is full
     */
    public synchronized void take(String key) {
        Instant now = clock.instant();
        Instant last = emptyAt.getOrDefault(key, now);
        Instant full = (last.isBefore(now) ? now : last).plus(rate.refill());
        Instant latest = now.plus(rate.refill().multipliedBy(rate.burst()));
        if (full.isAfter(latest)) {
            Duration wait = Duration.between(latest, full);
            Instant retryAt = now.plus(wait).plus(1, ChronoUnit.SECONDS).truncatedTo(ChronoUnit.SECONDS);
            throw ProblemException.of(ProblemType.RATE_LIMITED, "try again at " + retryAt)
                    .with("retryAt", retryAt.toString());
        }
        emptyAt.put(key, full);
    }
}
