package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** Players tell an edge how it went; the edge keeps sums and no viewer. */
class DeliveryIT {
    private static final SampleTrack TRACK = SampleTrack.of(71, 300_000);
    private static final SampleTrack ABSENT = SampleTrack.of(72, 300_000);
    private static final String REPORT = "{\"spanMillis\":300000,\"edgeBytes\":300000,\"peerBytes\":0,\"cacheBytes\":0,"
            + "\"playedMillis\":250000,\"stalls\":1,\"stalledMillis\":400,\"failures\":0,\"startUpMillis\":180}";

    @TempDir
    Path directory;

    private static HttpResponse<byte[]> report(TrialEdge edge, String token, String body) {
        return edge.send(edge.request("/report/" + token).POST(BodyPublishers.ofString(body)));
    }

    private static String viewer(int number) {
        Pseudonym viewer = new Pseudonym(String.format("%032x", number + 1));
        return EdgeClient.KEY.mint(
                EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.USER, TRACK.swarmId(), viewer, EdgeClient.soon()));
    }

    private static String log(TrialEdge edge, SampleTrack track) {
        HttpResponse<byte[]> answer =
                edge.get("/ops/deliveries/" + track.swarmId(), "Authorization", "Bearer " + EdgeClient.opsToken());
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void reportsAreSummedLoggedAndToldToTheOperatorWithoutAnyViewer() throws Exception {
        Path places = directory.resolve("places.csv");
        Files.writeString(places, "127.0.0.0/8,here,home,AS64500\n");
        try (TrialEdge edge = TrialEdge.start(
                directory.resolve("edge"), TrialEdge.config(0, 0).withLocality(places), EdgePlatform.ofMachine())) {
            edge.publish(TRACK);
            assertTrue(log(edge, TRACK).startsWith("404 "));
            for (int i = 0; i < 5; i++) {
                assertEquals(204, report(edge, viewer(i), REPORT).statusCode());
            }
            refusals(edge);
            String metrics = new String(edge.get("/metrics").body(), StandardCharsets.UTF_8);
            assertTrue(metrics.contains("sealswarm_quality_reports_total 5\n"), metrics);
            assertTrue(metrics.contains("sealswarm_start_up_millis{le=\"100\"} 0\n"), metrics);
            assertTrue(metrics.contains("sealswarm_start_up_millis{le=\"200\"} 5\n"), metrics);
            assertTrue(metrics.contains("sealswarm_start_up_millis{le=\"+Inf\"} 5\n"), metrics);
        }
        try (TrialEdge edge = TrialEdge.start(directory.resolve("edge"))) {
            String log = log(edge, TRACK);
            assertTrue(log.startsWith("200 "), log);
            assertTrue(log.contains("\"network\":\"AS64500\",\"reports\":5,\"edgeBytes\":1500000"), log);
            for (int i = 0; i < 5; i++) {
                assertFalse(log.contains(String.format("%032x", i + 1)), log);
            }
            assertTrue(log(edge, ABSENT).startsWith("404 "));
            assertEquals(401, edge.get("/ops/deliveries/" + TRACK.swarmId()).statusCode());
        }
    }

    private static void refusals(TrialEdge edge) {
        String good = viewer(9);
        for (String malformed : List.of("", "[]", REPORT.replace("}", ",\"user\":1}"))) {
            assertEquals(400, report(edge, good, malformed).statusCode(), malformed);
        }
        HttpResponse<byte[]> impossible =
                report(edge, good, REPORT.replace("\"edgeBytes\":300000", "\"edgeBytes\":99999999"));
        assertEquals(422, impossible.statusCode());
        assertTrue(new String(impossible.body(), StandardCharsets.UTF_8).contains("problem:implausible"));
        assertEquals(413, report(edge, good, " ".repeat(1_025)).statusCode());
        assertEquals(
                401,
                report(edge, EdgeClient.token(TRACK, TokenKind.WEBSEED), REPORT).statusCode());
        assertEquals(
                404,
                report(edge, EdgeClient.token(ABSENT, TokenKind.ANNOUNCE), REPORT)
                        .statusCode());
        for (int i = 0; i < 26; i++) {
            report(edge, good, "[]");
        }
        HttpResponse<byte[]> tooOften = report(edge, good, REPORT);
        assertEquals(429, tooOften.statusCode());
        assertEquals("3600", tooOften.headers().firstValue("Retry-After").orElse(""));
    }
}
