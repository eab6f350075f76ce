package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    @Test
    void theWaitFollowsWhatWasMeasuredAndHasAFloor() {
        RoundTrip trip = new RoundTrip();
        assertEquals(RoundTrip.FIRST_TIMEOUT_MICROS, trip.timeoutMicros());
        trip.measured(20_000);
        assertEquals(RoundTrip.MIN_TIMEOUT_MICROS, trip.timeoutMicros());
        RoundTrip far = new RoundTrip();
        far.measured(400_000);
        assertEquals(400_000 + 4 * 200_000, far.timeoutMicros());
        far.measured(400_000);
        assertEquals(400_000 + 4 * 150_000, far.timeoutMicros());
    }

    @Test
    void eachWaitInVainDoublesTheNextUpToALimit() {
        RoundTrip trip = new RoundTrip();
        trip.timedOut();
        assertEquals(2 * RoundTrip.FIRST_TIMEOUT_MICROS, trip.timeoutMicros());
        for (int i = 0; i < 40; i++) {
            trip.timedOut();
        }
        assertEquals(RoundTrip.MAX_TIMEOUT_MICROS, trip.timeoutMicros());
        assertEquals(41, trip.vain());
        trip.heard();
        assertEquals(RoundTrip.FIRST_TIMEOUT_MICROS, trip.timeoutMicros());
    }
}
