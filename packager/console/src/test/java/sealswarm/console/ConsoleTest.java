package sealswarm.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sealswarm.console.exit.ExitCode;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void yesOnATerminalConfirmsAndAnythingElseDoesNot() {
        assertEquals("1 words\n", countAnswering("y\n", "count", "--ask", "a"));
        assertEquals("1 words\n", countAnswering("Yes\r\n", "count", "--ask", "a"));
        assertEquals("", countAnswering("\n", "count", "--ask", "a"));
        assertEquals("", countAnswering("", "count", "--ask", "a"));
        assertEquals("", countAnswering("y".repeat(ConsoleStreams.MAX_ANSWER + 1), "count", "--ask", "a"));
    }

    @Test
    void noInputNeverAsks() {
        countAnswering("y\n", "count", "--ask", "--no-input");
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("cannot ask"));
    }

    @Test
    void jsonNeverAsks() {
        assertTrue(countAnswering("y\n", "count", "--ask", "--json")
                .startsWith("{\"error\":{\"code\":\"confirmation-needed\""));
    }

    @Test
    void whatAnUnknownOptionCarriesIsNotRepeatedIfItMayBeSecret() {
        countAnswering("", "count", "--mongo-uri", "mongodb://shop:canary-7@store:27017/?tls=true");
        countAnswering("", "count", "--mongo-uri=mongodb://shop:canary-7@store:27017/");
        assertFalse(err.toString(StandardCharsets.UTF_8).contains("canary-7"), err.toString(StandardCharsets.UTF_8));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("mongodb://[masked]@store:27017"));
    }

    @Test
    void stopRunsActionsOnceLastFirstAndSurvivesAFailingOne() throws Exception {
        StopSignal stop = new StopSignal();
        List<String> order = new ArrayList<>();
        stop.onStop(() -> order.add("first"));
        stop.onStop(() -> {
            throw new IllegalStateException("fails");
        });
        stop.onStop(() -> order.add("last"));
        stop.stop();
        stop.stop();
        stop.onStop(() -> order.add("late"));
        stop.await();
        assertEquals(List.of("last", "first", "late"), order);
    }

    private String countAnswering(String answer, String... arguments) {
        out.reset();
        err.reset();
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                Map.of("TERM", "dumb"),
                Path.of(""),
                true,
                InstantSource.fixed(Instant.EPOCH));
        ExitCode ignored = SampleCommands.runner().run(streams, new StopSignal(), arguments);
        assertTrue(ignored.code() >= 0);
        return out.toString(StandardCharsets.UTF_8);
    }
}
