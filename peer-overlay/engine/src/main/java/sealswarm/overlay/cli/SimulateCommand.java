package sealswarm.overlay.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.ConsoleCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.console.settings.StrictYaml;
import sealswarm.overlay.sim.Scenario;
import sealswarm.overlay.sim.SimReport;
import sealswarm.overlay.sim.SimResult;
import sealswarm.overlay.sim.Simulation;

/** {@code sealswarm simulate}: what a swarm of so many peers on such lines would do. */
@Command(
        name = "simulate",
        description = "Runs a swarm in virtual time and writes a report with plots.",
        footer = {"", "Example: sealswarm simulate flash-crowd.yaml --out flash-crowd.html"})
public final class SimulateCommand extends ConsoleCommand {
    @Parameters(paramLabel = "FILE", description = "the scenario (docs/simulator.md)")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path file;

    @Option(names = "--out", paramLabel = "FILE", description = "the page to write (default: FILE.html)")
    private @Nullable Path out;

    @Override
    protected CommandResult execute(Console console) throws Exception {
        Scenario scenario = StrictYaml.read(file).bind(Scenario.class);
        Path target = out == null ? file.resolveSibling(file.getFileName() + ".html") : out;
        if (Files.exists(target)) {
            throw Refusal.failure("output-exists", target + " exists already", "remove it or name another with --out");
        }
        SimResult result = run(console, scenario);
        SimReport report = new SimReport(result);
        Files.writeString(target, report.page());
        console.say("wrote " + target);
        return CommandResult.of(report.figures(), shown(result));
    }

    private static SimResult run(Console console, Scenario scenario) {
        try (Progress progress = console.progress("simulate", scenario.peerCount(), ProgressUnit.ITEMS)) {
            AtomicInteger shown = new AtomicInteger();
            return Simulation.run(scenario, finished -> progress.advance(finished - shown.getAndSet(finished)));
        }
    }

    private static String shown(SimResult result) {
        return String.format(
                Locale.ROOT,
                "%d of %d peers finished, the last after %.1f s (fluid limit %.1f s); %.1f %% of the bytes came from"
                        + " peers",
                result.completionSeconds().size(),
                result.peerTotal(),
                result.lastCompletionSeconds(),
                result.scenario().fluidSeconds(),
                100 * result.offload());
    }
}
