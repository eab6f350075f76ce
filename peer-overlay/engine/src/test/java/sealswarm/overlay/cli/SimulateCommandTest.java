package sealswarm.overlay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.exit.ExitCode;

class SimulateCommandTest {
    private static final String SCENARIO =
            "track-bytes: 300000\nedge:\n  upload: 100000\npeers:\n  - count: 2\n    upload: 50000\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitCode run(String... arguments) {
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                Map.of(),
                folder,
                false,
                Clock.systemUTC());
        return CommandRunner.of(new SimulateCommand()).run(streams, new StopSignal(), arguments);
    }

    private Path scenario(String text) throws IOException {
        return Files.writeString(folder.resolve("crowd.yaml"), text);
    }

    @Test
    void writesAPageAndPrintsTheFigures() throws IOException {
        Path file = scenario(SCENARIO);
        assertEquals(
                ExitCode.DONE, run("simulate", file.toString(), "--json"), () -> err.toString(StandardCharsets.UTF_8));
        JsonNode figures = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertEquals(2, figures.get("finished").asInt());
        assertEquals(3, figures.get("fluidSeconds").asDouble());
        assertTrue(figures.get("lastCompletionSeconds").asDouble() > 0);
        assertTrue(Files.readString(folder.resolve("crowd.yaml.html")).startsWith("<!doctype html>"));
        assertEquals(ExitCode.FAILURE, run("simulate", file.toString()), "a page is not written over");
    }

    @Test
    void refusesAWrongKeyAndAMissingFile() throws IOException {
        Path file = scenario(SCENARIO + "colour: red\n");
        assertEquals(ExitCode.USAGE, run("simulate", file.toString()));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("colour"));
        assertEquals(
                ExitCode.NOT_FOUND, run("simulate", folder.resolve("none.yaml").toString()));
    }
}
