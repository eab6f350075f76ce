package sealswarm.overlay.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

class QualityBookTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant ONE = NOON.plus(Duration.ofHours(1));
    private static final SwarmId TRACK = new SwarmId("ab".repeat(20));
    private final QualityBook book = new QualityBook();

    private static Pseudonym viewer(int number) {
        return new Pseudonym(String.format("%032x", number + 1));
    }

    private static QualityReport report(long startUp) {
        return new QualityReport(1_000, 1_000, 2_000, 3_000, 900, 1, 100, 0, OptionalLong.of(startUp));
    }

    private static List<JsonNode> read(List<DeliveryLog.Line> lines) throws Exception {
        List<JsonNode> read = new ArrayList<>();
        for (DeliveryLog.Line line : lines) {
            assertEquals(TRACK, line.track());
            read.add(new ObjectMapper().readTree(line.json()));
        }
        return read;
    }

    @Test
    void aNetworkIsToldOfWhenEnoughReportedAndNotBeforeTheHourIsOver() throws Exception {
        for (int i = 0; i < QualityBook.MIN_REPORTERS; i++) {
            book.add(TRACK, report(250), viewer(i), "AS64500", NOON.plusSeconds(i));
        }
        assertEquals(List.of(), book.drain(ONE.minusMillis(1)));
        List<JsonNode> lines = read(book.drain(ONE));
        assertEquals(1, lines.size());
        JsonNode line = lines.get(0);
        assertEquals("2026-06-01T12:00:00Z", line.get("hour").asText());
        assertEquals("AS64500", line.get("network").asText());
        assertEquals(5, line.get("reports").asInt());
        assertEquals(5_000, line.get("edgeBytes").asInt());
        assertEquals(10_000, line.get("peerBytes").asInt());
        assertEquals(500, line.get("stalledMillis").asInt());
        assertEquals("[0,0,5,0,0,0,0,0,0]", line.get("startUp").toString());
        assertEquals("[0,0,0,0,0,5,0,0]", line.get("stalled").toString());
        assertEquals("[5,0,0,0,0,0,0,0]", line.get("rate").toString());
        assertEquals(List.of(), book.drain(ONE));
    }

    @Test
    void fewerReportersThanTheLimitAreFoldedHoweverOftenTheyReport() throws Exception {
        for (int i = 0; i < 100; i++) {
            book.add(TRACK, report(250), viewer(i % (QualityBook.MIN_REPORTERS - 1)), "AS64500", NOON);
        }
        book.add(TRACK, report(99_999), viewer(50), "AS64501", NOON);
        book.add(TRACK, report(100), viewer(51), "", NOON);
        List<JsonNode> lines = read(book.drain(ONE));
        assertEquals(1, lines.size());
        assertEquals(QualityBook.OTHER, lines.get(0).get("network").asText());
        assertEquals(102, lines.get(0).get("reports").asInt());
        assertEquals("[1,0,100,0,0,0,0,0,1]", lines.get(0).get("startUp").toString());
        assertFalse(lines.get(0).toString().contains(viewer(50).hex()));
    }

    @Test
    void hoursAddUpBucketByBucketAndAStopTellsTheHourUnderWay() throws Exception {
        book.add(TRACK, report(250), viewer(1), "", NOON);
        book.add(TRACK, report(250), viewer(1), "", ONE);
        List<JsonNode> first = read(book.drain(ONE));
        List<JsonNode> rest = read(book.drainAll());
        assertEquals("2026-06-01T12:00:00Z", first.get(0).get("hour").asText());
        assertEquals("2026-06-01T13:00:00Z", rest.get(0).get("hour").asText());
        Buckets one = new Buckets(Buckets.Scale.RATE_KILOBITS);
        Buckets other = new Buckets(Buckets.Scale.RATE_KILOBITS);
        one.add(250);
        other.add(251);
        other.add(50_001);
        one.addAll(other);
        assertEquals(List.of(1L, 1L, 0L, 0L, 0L, 0L, 0L, 1L), one.counts());
        Buckets foreign = new Buckets(Buckets.Scale.START_UP_MILLIS);
        assertThrows(IllegalArgumentException.class, () -> one.addAll(foreign));
    }

    @Test
    void moreCellsThanTheLimitAreDroppedAndCounted() {
        for (int i = 0; i <= QualityBook.MAX_CELLS; i++) {
            book.add(new SwarmId(String.format("%040x", i + 1)), report(1), viewer(1), "", NOON);
        }
        assertEquals(1, book.dropped());
        assertEquals(QualityBook.MAX_CELLS, book.drainAll().size());
    }

    @Test
    void aHolderReportsSoOftenAnHourAndNoMore() {
        ReportGate gate = new ReportGate();
        for (int i = 0; i < ReportGate.MAX_PER_HOUR; i++) {
            assertTrue(gate.admits(TRACK, viewer(1), NOON));
        }
        assertFalse(gate.admits(TRACK, viewer(1), ONE.minusMillis(1)));
        assertTrue(gate.admits(TRACK, viewer(2), NOON));
        assertTrue(gate.admits(TRACK, viewer(1), ONE));
        ReportGate full = new ReportGate();
        for (int i = 0; i < ReportGate.MAX_REPORTERS; i++) {
            assertTrue(full.admits(TRACK, viewer(i), NOON));
        }
        assertFalse(full.admits(TRACK, viewer(ReportGate.MAX_REPORTERS), NOON));
        assertTrue(full.admits(TRACK, viewer(7), NOON));
    }
}
