package sealswarm.license;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrustedClockTest {
    private static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");

    private final TrustedClock clock = new TrustedClock(NOON, 1_000);

    @Test
    void wallClockAheadIsBelieved() {
        Instant wall = NOON.plus(Duration.ofDays(3650));
        assertEquals(new ClockReading(wall, false), clock.read(wall, 1_000));
    }

    @Test
    void wallClockBehindWithinTheAllowanceIsLiftedToWhatIsCertain() {
        assertEquals(new ClockReading(NOON, false), clock.read(NOON.minus(TrustedClock.ALLOWANCE), 1_000));
    }

    @Test
    void wallClockFurtherBehindIsRolledBack() {
        for (Instant wall : new Instant[] {
            NOON.minus(TrustedClock.ALLOWANCE).minusMillis(1), NOON.minus(Duration.ofDays(365)), Instant.EPOCH
        }) {
            assertEquals(new ClockReading(NOON, true), clock.read(wall, 1_000), wall.toString());
        }
    }

    @Test
    void monotonicTimeCarriesTheMarkOn() {
        assertEquals(new ClockReading(NOON.plusSeconds(9), true), clock.read(Instant.EPOCH, 10_000));
    }

    @Test
    void oldServerTimeOnlyRaises() {
        assertEquals(clock, clock.raised(NOON.minusSeconds(1), 1_000));
        assertEquals(new TrustedClock(NOON.plusSeconds(1), 1_500), clock.raised(NOON.plusSeconds(1), 1_500));
    }

    @Test
    void answerToAFreshNonceSetsTheMarkBackToo() {
        Instant earlier = NOON.minus(Duration.ofDays(3650));
        long sent = 5_000;
        long limit = sent + TrustedClock.NONCE_LIFE.toMillis();
        assertEquals(new TrustedClock(earlier, limit), clock.answered(earlier, sent, limit));
        assertEquals(clock, clock.answered(earlier, sent, limit + 1));
    }
}
