package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.StrictYaml;

class SimulationTest {
    private static final String CROWD = """
        seed: 3
        track-bytes: 4194304
        piece-bytes: 65536
        edge:
          upload: 400000
        peers:
          - count: 5
            upload: 200000
        """;

    private static Scenario parse(String yaml) {
        return StrictYaml.parse("scenario.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .bind(Scenario.class);
    }

    @Test
    void aCrowdFinishesNearTheFluidLimitAndOneSeedGivesOneTrace() {
        List<Integer> heard = new ArrayList<>();
        SimResult result = Simulation.run(parse(CROWD), heard::add);
        assertEquals(List.of(1, 2, 3, 4, 5), heard);
        assertEquals(5, result.completionSeconds().size());
        assertTrue(result.fluidRatio() > 0.8 && result.fluidRatio() < 1.5, () -> "ratio " + result.fluidRatio());
        assertTrue(result.offload() > 0.3, () -> "offload " + result.offload());
        long needed = 5L * 4_194_304;
        long useful = result.edgeBytes() + result.peerBytes() - result.redundantBytes();
        assertTrue(Math.abs(useful - needed) <= needed / 20, () -> useful + " of " + needed);
        assertEquals(
                result.traceHash(), Simulation.run(parse(CROWD), ignored -> {}).traceHash());
        Scenario other = parse(CROWD.replace("seed: 3", "seed: 4"));
        assertNotEquals(result.traceHash(), Simulation.run(other, ignored -> {}).traceHash());
    }

    @Test
    void copiesThatEnterASystemAreCountedAndBytesWithinItAreNot() {
        String twoSystems = CROWD.replace("upload: 200000", "upload: 200000\n    as: AS1")
                + "  - count: 5\n    upload: 200000\n    as: AS2\n";
        SimResult result = Simulation.run(parse(twoSystems), ignored -> {});
        assertEquals(10, result.completionSeconds().size());
        assertEquals(2, result.scenario().systems().size());
        assertTrue(result.copiesPerSystem() >= 1, () -> "copies " + result.copiesPerSystem());
        assertTrue(result.copiesPerSystem() < 4, () -> "copies " + result.copiesPerSystem());
        assertTrue(new SimReport(result).page().contains("copiesPerSystem"));
        assertEquals(0, Simulation.run(parse(CROWD), ignored -> {}).copiesPerSystem());
    }

    @Test
    void theFluidLimitIsTheWorstOfThreeBounds() {
        assertEquals(5 * 4_194_304 / 1_400_000.0, parse(CROWD).fluidSeconds(), 1e-9);
        String slowReceivers = CROWD + "    download: 100000\n";
        assertEquals(4_194_304 / 100_000.0, parse(slowReceivers).fluidSeconds(), 1e-9);
        String slowEdge = CROWD.replace("upload: 400000", "upload: 50000");
        assertEquals(4_194_304 / 50_000.0, parse(slowEdge).fluidSeconds(), 1e-9);
        String noSharing = CROWD + "    sharing: paused\n";
        assertEquals(5 * 4_194_304 / 400_000.0, parse(noSharing).fluidSeconds(), 1e-9);
        assertEquals(0, parse(CROWD.replace("upload: 400000", "upload: 0")).fluidSeconds());
    }

    @Test
    void playersBeginAtOnceWhereTheEdgeIsAWebSeed() {
        Scenario scenario = parse("""
            track-bytes: 4194304
            media-rate: 200000
            edge:
              web-seed: on
            peers:
              - count: 4
                upload: 500000
                arrivals-per-second: 1
            """);
        SimResult result = Simulation.run(scenario, ignored -> {});
        assertEquals(4, result.startUpSeconds().size());
        assertTrue(result.medianStartUpSeconds() < 1, () -> "start-up " + result.medianStartUpSeconds());
        assertEquals(0, result.stalls());
        assertEquals(4, result.completionSeconds().size());
    }

    @Test
    void theReportNeedsNothingFromOutside() {
        String page = new SimReport(Simulation.run(parse(CROWD), ignored -> {})).page();
        assertTrue(page.contains("<svg") && page.contains("fluid limit"));
        assertFalse(page.contains("http:") || page.contains("https:") || page.contains("NaN"), page);
    }

    @Test
    void whoCannotFinishInTimeIsSaidSo() {
        SimResult result = Simulation.run(parse(CROWD + "limit: PT2S\n"), ignored -> {});
        assertEquals(0, result.completionSeconds().size());
        assertEquals(0, result.fluidRatio());
        assertEquals(2, result.virtualSeconds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "track-bytes: 0",
                "track-bytes: 8589934593",
                "track-bytes: 1\npiece-bytes: 12345",
                "track-bytes: 1\nmedia-rate: -1",
                "track-bytes: 1\nlimit: PT0S",
                "track-bytes: 1\nlimit: P8D",
                "track-bytes: 1\nspeed: 5"
            })
    void refusesWhatIsOutOfRangeOrUnknown(String keys) {
        String yaml = keys + "\nedge:\n  upload: 1\npeers:\n  - count: 1\n";
        assertEquals(
                ExitCode.USAGE, assertThrows(Refusal.class, () -> parse(yaml)).exit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count: 0",
                "count: 2001",
                "count: 1\n    upload: -1",
                "count: 1\n    loss-per-million: 200001",
                "count: 1\n    arrivals-per-second: -1",
                "count: 1\n    latency: PT6S",
                "count: 2000\n  - count: 1"
            })
    void refusesGroupsOutOfRange(String keys) {
        String yaml = "track-bytes: 1\nedge:\n  upload: 1\npeers:\n  - " + keys + "\n";
        assertEquals(
                ExitCode.USAGE, assertThrows(Refusal.class, () -> parse(yaml)).exit());
    }
}
