package sealswarm.storefront.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateGateTest {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    private final RateGate gate = new RateGate(() -> START, 6, Duration.ofMinutes(1));

    @Test
    void letsSixPassAtOnceAndNotTheSeventh() {
        for (int i = 0; i < 6; i++) {
            assertEquals(START, gate.tryAt("anna", START), "try " + i);
        }
        assertEquals(START.plusSeconds(10), gate.tryAt("anna", START));
    }

    @Test
    void givesOneTryBackEveryTenSeconds() {
        for (int i = 0; i < 6; i++) {
            gate.tryAt("anna", START);
        }
        assertTrue(gate.tryAt("anna", START.plusSeconds(9)).isAfter(START.plusSeconds(9)));
        assertEquals(START.plusSeconds(10), gate.tryAt("anna", START.plusSeconds(10)));
        assertTrue(gate.tryAt("anna", START.plusSeconds(10)).isAfter(START.plusSeconds(10)));
    }

    @Test
    void oneCallersTriesDoNotCountForAnother() {
        for (int i = 0; i < 7; i++) {
            gate.tryAt("anna", START);
        }
        assertEquals(START, gate.tryAt("berta", START));
    }

    @Test
    void remembersNoMoreCallersThanItsLimit() {
        for (int i = 0; i < 6; i++) {
            gate.tryAt("anna", START);
        }
        for (int i = 0; i < RateGate.MAX_CALLERS; i++) {
            gate.tryAt("caller-" + i, START);
        }
        assertEquals(START, gate.tryAt("anna", START), "the one not seen longest is forgotten");
    }
}
