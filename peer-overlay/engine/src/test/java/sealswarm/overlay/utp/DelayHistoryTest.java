package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class DelayHistoryTest {
    private static final long MINUTE = 60_000_000;

    private static void addRecent(DelayHistory history, int delay, long now) {
        for (int i = 0; i < DelayHistory.RECENT; i++) {
            history.add(delay, now);
        }
    }

    @Test
    void whatAPacketTookBeyondTheLeastItQueued() {
        DelayHistory history = new DelayHistory();
        assertFalse(history.isKnown());
        addRecent(history, 700, 0);
        addRecent(history, 900, 1);
        assertEquals(200, history.queuingMicros());
        history.add(750, 2);
        assertEquals(50, history.queuingMicros());
    }

    @Test
    void delaysMayWrap() {
        DelayHistory history = new DelayHistory();
        addRecent(history, -50, 0);
        addRecent(history, 100, 1);
        assertEquals(150, history.queuingMicros());
        addRecent(history, Integer.MAX_VALUE - 49, 2);
        assertEquals(Integer.MAX_VALUE - 49, history.baseMicros());
    }

    @Test
    void theLeastIsForgottenAfterItsMinutes() {
        DelayHistory history = new DelayHistory();
        addRecent(history, 100, 0);
        for (int minute = 1; minute < DelayHistory.BASE_MINUTES; minute++) {
            addRecent(history, 500, minute * MINUTE);
            assertEquals(400, history.queuingMicros());
        }
        addRecent(history, 500, DelayHistory.BASE_MINUTES * MINUTE);
        assertEquals(0, history.queuingMicros());
    }

    @Test
    void aClockThatGainsMovesTheBase() {
        DelayHistory history = new DelayHistory();
        addRecent(history, 100, 0);
        history.shift(30);
        addRecent(history, 150, 1);
        assertEquals(20, history.queuingMicros());
    }
}
