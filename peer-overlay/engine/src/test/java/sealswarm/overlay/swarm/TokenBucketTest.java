package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void letsOneSecondsWorthPassAndThenTheRate() {
        TokenBucket bucket = new TokenBucket(1_000, 0);
        bucket.spend(1_000);
        assertFalse(bucket.isOpen(0));
        assertEquals(250, bucket.available(250));
        assertEquals(1_000, bucket.available(60_000), "no more than a second is saved up");
    }

    @Test
    void anotherRateHoldsAtOnce() {
        TokenBucket bucket = new TokenBucket(1_000_000, 0);
        bucket.setRate(1_000, 0);
        assertEquals(1_000, bucket.available(0), "what was saved up at the old rate is gone");
        bucket.spend(50_000);
        bucket.setRate(100, 0);
        assertFalse(bucket.isOpen(1_000));
        assertTrue(bucket.isOpen(1_010), "a debt of the old rate is a second of the new one at most");
        bucket.setRate(TokenBucket.UNLIMITED, 1_010);
        assertEquals(Long.MAX_VALUE, bucket.available(1_010));
        bucket.setRate(7, 1_010);
        assertEquals(7, bucket.available(1_010));
    }

    @Test
    void partsSpendWhatTheyShareAndKeepTheirOwnLimit() {
        TokenBucket whole = new TokenBucket(1_000, 0);
        TokenBucket one = whole.part(300, 0);
        TokenBucket other = whole.part(TokenBucket.UNLIMITED, 0);
        assertEquals(300, one.available(0));
        one.spend(300);
        assertFalse(one.isOpen(0));
        assertEquals(700, other.available(0));
        other.spend(700);
        assertFalse(other.isOpen(0));
        assertTrue(other.isLimited());
        assertEquals(100, other.worth(100));
        assertEquals(30, one.worth(100));
        whole.setRate(TokenBucket.UNLIMITED, 0);
        assertTrue(other.isOpen(0));
        assertFalse(other.isLimited());
        assertFalse(one.isOpen(0));
    }

    @Test
    void negativeLimitsAreRefused() {
        TrafficLimits limits = new TrafficLimits();
        assertThrows(IllegalArgumentException.class, () -> limits.set(-1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> limits.set(0, -1, 0));
        limits.set(5, 6, 0);
        assertEquals(5, limits.upload().available(0));
        assertEquals(6, limits.download().available(0));
    }
}
