package sealswarm.overlay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.SwarmId;

class HostLedgerTest {
    @Test
    void keepsWhatEachTrackServedForAsManyTracksAsAHostHolds() {
        Map<SwarmId, HostLedger.Line> lines = new HashMap<>();
        for (int number = 0; number < HostPlan.MAX_TRACKS; number++) {
            lines.put(
                    new SwarmId(String.format("%040x", number)),
                    new HostLedger.Line(number * 1_000_000_007L, Instant.ofEpochSecond(1_700_000_000L + number)));
        }
        HostLedger ledger = new HostLedger(Long.MAX_VALUE, lines);
        assertEquals(Optional.of(ledger), HostLedger.parse(ledger.bytes()));
        assertEquals(Optional.of(HostLedger.EMPTY), HostLedger.parse(HostLedger.EMPTY.bytes()));
    }

    @Test
    void garbageCountsAsNone() {
        byte[] good = HostLedger.EMPTY.bytes();
        assertEquals(Optional.empty(), HostLedger.parse(new byte[0]));
        assertEquals(Optional.empty(), HostLedger.parse(Arrays.copyOf(good, good.length - 1)));
        assertEquals(Optional.empty(), HostLedger.parse("de".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                Optional.empty(),
                HostLedger.parse("d6:servedi1e6:tracksde1:vi2ee".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                Optional.empty(),
                HostLedger.parse("d6:servedi1e6:tracksd1:adee1:vi1ee".getBytes(StandardCharsets.US_ASCII)));
    }
}
