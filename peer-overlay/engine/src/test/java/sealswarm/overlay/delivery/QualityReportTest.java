package sealswarm.overlay.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class QualityReportTest {
    private static final long SIZE = 100_000_000;
    private static final long BURST = 64 << 20;
    private static final long LINE = 1_000 * 125_000L + BURST;
    private static final String GOOD = "{\"spanMillis\":300000,\"edgeBytes\":1,\"peerBytes\":2,\"cacheBytes\":3,"
            + "\"playedMillis\":4,\"stalls\":5,\"stalledMillis\":6,\"failures\":7,\"startUpMillis\":8}";

    private static Optional<QualityReport> parse(String json) {
        return QualityReport.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Values in the order of the document. */
    private static QualityReport of(long... v) {
        return new QualityReport(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], OptionalLong.of(v[8]));
    }

    @Test
    void aReportIsReadAsItIsWritten() {
        assertEquals(Optional.of(of(300_000, 1, 2, 3, 4, 5, 6, 7, 8)), parse(GOOD));
        assertEquals(
                OptionalLong.empty(),
                parse(GOOD.replace(":8}", ":-1}")).orElseThrow().startUpMillis());
    }

    @Test
    void anythingElseIsNoReport() {
        for (String bad : List.of(
                "",
                "[]",
                "null",
                GOOD + " x",
                GOOD.replace(":8}", ":-2}"),
                GOOD.replace(":8}", ":8.5}"),
                GOOD.replace(":8}", ":\"eight\"}"),
                GOOD.replace(":8}", ":null}"),
                GOOD.replace(":8}", ":99999999999999999999}"),
                GOOD.replace(",\"startUpMillis\":8", ""),
                GOOD.replace("}", ",\"user\":\"alice\"}"),
                GOOD.replace("}", ",\"stalls\":5}"))) {
            assertEquals(Optional.empty(), parse(bad), bad);
        }
        Cases.forAll(20260701, 500, random -> {
            byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            QualityReport.parse(bytes).ifPresent(report -> report.impossibility(SIZE));
        });
    }

    @Test
    void whatCanBeIsBelievedToTheLastUnit() {
        for (QualityReport possible : List.of(
                of(1, 0, 0, 0, 0, 0, 0, 0, 0),
                of(600_000, 0, 0, SIZE, 600_000 * 16 + 2_000, 60_001, 600_000, 10_000, 600_000),
                of(1_000, LINE, 0, 0, 0, 0, 0, 0, 0),
                of(600_000, SIZE, SIZE + BURST, 0, 0, 1, 0, 0, 0))) {
            assertEquals(Optional.empty(), possible.impossibility(SIZE), possible.toString());
        }
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        refused("spanMillis", of(0, 0, 0, 0, 0, 0, 0, 0, 0));
        refused("spanMillis", of(600_001, 0, 0, 0, 0, 0, 0, 0, 0));
        refused("edgeBytes", of(1_000, LINE, 1, 0, 0, 0, 0, 0, 0));
        refused("edgeBytes", of(600_000, SIZE, SIZE + BURST + 1, 0, 0, 0, 0, 0, 0));
        refused("edgeBytes", of(600_000, -1, 0, 0, 0, 0, 0, 0, 0));
        refused("edgeBytes", of(600_000, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0, 0, 0, 0));
        refused("cacheBytes", of(600_000, 0, 0, SIZE + 1, 0, 0, 0, 0, 0));
        refused("cacheBytes", of(600_000, 0, 0, -1, 0, 0, 0, 0, 0));
        refused("playedMillis", of(1_000, 0, 0, 0, 18_001, 0, 0, 0, 0));
        refused("stalledMillis", of(1_000, 0, 0, 0, 0, 1, 1_001, 0, 0));
        refused("stalls", of(1_000, 0, 0, 0, 0, 102, 1, 0, 0));
        refused("stalls", of(1_000, 0, 0, 0, 0, 0, 1, 0, 0));
        refused("failures", of(1_000, 0, 0, 0, 0, 0, 0, 10_001, 0));
        refused("startUpMillis", of(1_000, 0, 0, 0, 0, 0, 0, 0, 600_001));
    }

    private static void refused(String what, QualityReport report) {
        assertTrue(report.impossibility(SIZE).orElse("believed").startsWith(what), report.toString());
    }
}
