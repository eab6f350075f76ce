package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.console.settings.StrictYaml;

/**
 * Holds the simulator to real processes: plays a scenario file with docs/benchmarks/swarm-many/run.py and in virtual time. Takes seven
 * minutes and a quiet machine, so it runs in the profile {@code calibration} only; it writes the figures it compared.
 */
@Tag("calibration")
class CalibrationIT {
    private static final double TOLERANCE = 0.10;

    /** A machine that is busier than this sets the pace itself. */
    private static final double MAX_LOAD = 0.70;

    private static final int SECONDS_MORE = 300;

    private static final Path ROOT = Path.of(System.getProperty("sealswarm.root"));

    @TempDir
    Path directory;

    private JsonNode played(Scenario scenario) throws Exception {
        Scenario.Group peers = scenario.peers().get(0);
        Path figures = directory.resolve("figures.json");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/python3",
                ROOT.resolve("docs/benchmarks/swarm-many/run.py").toString(),
                "--only=sealswarm",
                "--command=" + ROOT.resolve("sealswarm"),
                "--json=" + figures));
        command.add("--peers=" + peers.count());
        command.add("--mib=" + (scenario.trackBytes() >> 20));
        command.add("--piece-length=" + scenario.pieceLength());
        command.add("--seed-limit=" + scenario.edge().upload());
        command.add("--peer-limit=" + peers.upload());
        command.add("--patience=" + (int) (2 * scenario.fluidSeconds() + SECONDS_MORE));
        assertEquals(
                0, new ProcessBuilder(command).inheritIO().start().waitFor(), "see what the script said in the log");
        return new ObjectMapper()
                .readTree(figures.toFile())
                .path("runs")
                .path("sealswarm")
                .path(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30})
    void aSimulatedCrowdFinishesWhenARealOneDoes(int peers) throws Exception {
        Scenario scenario = StrictYaml.read(ROOT.resolve("docs/benchmarks/simulator/loopback-" + peers + ".yaml"))
                .bind(Scenario.class);
        assertEquals(peers, scenario.peerCount());
        JsonNode real = played(scenario);
        List<Double> seconds = new ArrayList<>();
        real.path("seconds").forEach(each -> seconds.add(each.asDouble()));
        SimResult simulated = Simulation.run(scenario, ignored -> {});
        double load = real.path("load").asDouble();
        String figures = "%d peers: median %.1f s real, %.1f simulated; last %.1f s real, %.1f simulated; load %.0f %%"
                .formatted(
                        peers,
                        SimResult.quantile(seconds, 0.5),
                        simulated.medianCompletionSeconds(),
                        SimResult.quantile(seconds, 1),
                        simulated.lastCompletionSeconds(),
                        100 * load);
        System.out.println(figures);
        Assumptions.assumeTrue(load < MAX_LOAD, () -> "does not count on so busy a machine: " + figures);
        assertEquals(peers, seconds.size());
        assertNear(SimResult.quantile(seconds, 0.5), simulated.medianCompletionSeconds(), figures);
        assertNear(SimResult.quantile(seconds, 1), simulated.lastCompletionSeconds(), figures);
    }

    private static void assertNear(double real, double simulated, String figures) {
        assertTrue(Math.abs(simulated / real - 1) <= TOLERANCE, figures);
    }
}
