package sealswarm.license.server.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.RateLimiter.Rate;

class RateLimiterTest {
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final RateLimiter limiter = new RateLimiter(new Rate(3, Duration.ofSeconds(10)), () -> now, 2);

    @Test
    void letsTheBurstThroughAndRefusesTheNext() {
        take("a", 3);
        ProblemException refused = assertThrows(ProblemException.class, () -> limiter.take("a"));
        assertEquals(ProblemType.RATE_LIMITED, refused.type());
        assertEquals("2026-11-20T10:00:11Z", refused.members().get("retryAt"));
    }

    @Test
    void letsOneMoreThroughPerRefillTime() {
        take("a", 3);
        now = now.plusSeconds(10);
        take("a", 1);
        assertThrows(ProblemException.class, () -> limiter.take("a"));
    }

    @Test
    void idleKeyGetsItsWholeBurstBackAndNotMore() {
        take("a", 3);
        now = now.plusSeconds(3600);
        take("a", 3);
        assertThrows(ProblemException.class, () -> limiter.take("a"));
    }

    @Test
    void keysDoNotShareABucket() {
        take("a", 3);
        assertDoesNotThrow(() -> limiter.take("b"));
    }

    @Test
    void refusedRequestsDoNotPushTheRetryTimeAway() {
        take("a", 3);
        for (int i = 0; i < 100; i++) {
            assertThrows(ProblemException.class, () -> limiter.take("a"));
        }
        now = now.plusSeconds(10);
        assertDoesNotThrow(() -> limiter.take("a"));
    }

    @Test
    void forgetsTheKeyUnusedLongestBeyondItsLimit() {
        take("a", 3);
        take("b", 3);
        assertThrows(ProblemException.class, () -> limiter.take("a"));
        take("c", 1);
        assertDoesNotThrow(() -> limiter.take("b"));
    }

    private void take(String key, int times) {
        for (int i = 0; i < times; i++) {
            limiter.take(key);
        }
    }
}
