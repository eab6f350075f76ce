package sealswarm.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sealswarm.trial.Presence;

/** SIGINT and SIGTERM end a command with the shell's exit codes, and programs get one document whatever the command does. */
@Timeout(60)
class SignalIT {
    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void commandThatStopsCleanlyPrintsItsResult(String signal, int exit) throws Exception {
        String document = ended("wait", "stopping", signal, exit);
        assertTrue(document.contains("\"event\":\"result\"") && document.contains("\"stopped\":true"), document);
    }

    @ParameterizedTest
    @CsvSource({"INT,130,interrupted", "TERM,143,terminated"})
    void commandThatKnowsNothingOfSignalsEndsWithARefusalOfTheSameCode(String signal, int exit, String code)
            throws Exception {
        String document = ended("hang", "waiting", signal, exit);
        assertTrue(document.contains("\"code\":\"" + code + "\""), document);
        assertTrue(document.contains("\"exit\":" + exit), document);
    }

    /** Starts the command, sends the signal once it waits, and returns the one line of its standard output. */
    private static String ended(String command, String lastWords, String signal, int exit) throws Exception {
        String env = Presence.program("env", "coreutils").toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A parent that ignores SIGINT would hand that down to the child.
        List<String> words = List.of(
                env,
                "--default-signal=" + signal,
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SampleCommands.class.getName(),
                command,
                "--json-lines");
        Process process = new ProcessBuilder(words).start();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            awaitLine(err, "waiting");
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!lastWords.equals("waiting")) {
                awaitLine(err, lastWords);
            }
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(exit, process.exitValue());
            List<String> lines = out.lines().toList();
            assertEquals(1, lines.size(), lines.toString());
            return lines.get(0);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitLine(BufferedReader reader, String wanted) throws Exception {
        String line = reader.readLine();
        while (line != null && !line.equals(wanted)) {
            line = reader.readLine();
        }
        assertEquals(wanted, line);
    }
}
