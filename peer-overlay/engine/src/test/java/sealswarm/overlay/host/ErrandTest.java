package sealswarm.overlay.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErrandTest {
    private static final Instant START = Instant.parse("2026-11-20T18:00:00Z");

    private final Errand errand = new Errand(Duration.ofMinutes(10), Duration.ofMinutes(1));

    @Test
    void isDueAtOnceThenAtIntervalsAndSoonerAfterAFailure() {
        assertTrue(errand.begins(START));
        assertFalse(errand.begins(START.plusSeconds(9_999)), "it is under way");
        errand.failed(START);
        assertFalse(errand.begins(START.plusSeconds(59)));
        assertTrue(errand.begins(START.plusSeconds(60)));
        errand.succeeded(START.plusSeconds(60));
        assertFalse(errand.begins(START.plusSeconds(659)));
        assertTrue(errand.begins(START.plusSeconds(660)));
    }

    @Test
    void canBeHastenedButNeverOverlapsItself() {
        assertTrue(errand.begins(START));
        errand.hasten();
        assertFalse(errand.begins(START));
        errand.succeeded(START);
        errand.hasten();
        assertTrue(errand.begins(START));
    }
}
