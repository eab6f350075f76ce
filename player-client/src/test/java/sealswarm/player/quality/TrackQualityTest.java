package sealswarm.player.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.TrackId;
import sealswarm.license.receipt.PlayEntry.ByteSources;

class TrackQualityTest {
    private static final TrackId FILM = new TrackId("film");
    private final TrackQuality play = new TrackQuality(1_000);

    @Test
    void aSpanHoldsWhatHappenedInItAndNothingIsToldTwice() {
        play.sent(1_240);
        play.sent(9_000);
        play.played(8_000);
        play.stalled(2, 700);
        play.failed();
        assertEquals(
                Optional.of(new TrackQuality.Span(
                        10_000, new ByteSources(5, 7, 9), 8_000, 2, 700, 1, OptionalLong.of(240))),
                play.take(11_000, new ByteSources(5, 7, 9)));
        assertEquals(Optional.empty(), play.take(12_000, new ByteSources(5, 7, 9)));
        assertEquals(
                Optional.of(new TrackQuality.Span(1_000, new ByteSources(1, 0, 0), 0, 0, 0, 0, OptionalLong.empty())),
                play.take(13_000, new ByteSources(6, 7, 9)));
    }

    @Test
    void aTrackOpenedAnewCountsFromNothing() {
        play.take(2_000, new ByteSources(100, 100, 0));
        assertEquals(
                new ByteSources(30, 0, 200),
                play.take(3_000, new ByteSources(30, 100, 200)).orElseThrow().bytes());
    }

    @Test
    void aReportIsDueEveryFiveMinutesAndAMachineThatSleptTellsOfTen() {
        assertFalse(play.isDue(1_000 + TrackQuality.EVERY_MILLIS - 1));
        assertTrue(play.isDue(1_000 + TrackQuality.EVERY_MILLIS));
        play.stalled(1, 5_000_000);
        TrackQuality.Span span = play.take(9_000_000, ByteSources.NONE).orElseThrow();
        assertEquals(TrackQuality.MAX_SPAN_MILLIS, span.spanMillis());
        assertEquals(TrackQuality.MAX_SPAN_MILLIS, span.stalledMillis());
        assertFalse(play.isDue(9_000_001));
    }

    @Test
    void aReportGoesToTheFirstEdgeThatTakesItAndHarmsNothingIfNoneDoes() {
        List<String> tried = new ArrayList<>();
        List<JsonObject> taken = new ArrayList<>();
        boolean[] lives = {true};
        long[] now = {1_000};
        QualityReports reports = new QualityReports(
                (address, report) -> {
                    tried.add(address.toString());
                    if (!lives[0] || address.getHost().equals("one")) {
                        return Future.failedFuture("gone");
                    }
                    taken.add(report);
                    return Future.succeededFuture();
                },
                () -> now[0],
                track -> List.of(URI.create("http://one/announce/t1"), URI.create("http://two/announce/t2")));
        assertTrue(reports.end(FILM, new ByteSources(1, 1, 1)).succeeded());
        assertEquals(List.of(), tried, "what was never asked for is not told of");
        reports.asked(FILM);
        now[0] = 1_300;
        reports.sent(FILM);
        reports.played(FILM, 4_000, 1, 250);
        assertTrue(reports.tick(FILM, ByteSources.NONE).succeeded());
        assertEquals(List.of(), tried, "not yet due");
        now[0] = 301_000;
        assertTrue(reports.tick(FILM, new ByteSources(3, 2, 1)).succeeded());
        assertEquals(List.of("http://one/report/t1", "http://two/report/t2"), tried);
        assertEquals(300, taken.get(0).getInteger("startUpMillis"));
        assertEquals(3, taken.get(0).getInteger("edgeBytes"));
        assertEquals(250, taken.get(0).getInteger("stalledMillis"));
        reports.failed(FILM);
        lives[0] = false;
        assertTrue(reports.end(FILM, new ByteSources(3, 2, 1)).succeeded());
        assertEquals(1, taken.size());
    }
}
