package sealswarm.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sealswarm.trial.Presence;

/** SIGINT and SIGTERM end a command after a clean stop, with the shell's exit codes and one JSON document. */
@Timeout(60)
class SignalIT {
    @Test
    void interruptEndsWith130AndOneDocument() throws Exception {
        assertEnds("INT", 130);
    }

    @Test
    void terminationEndsWith143AndOneDocument() throws Exception {
        assertEnds("TERM", 143);
    }

    private static void assertEnds(String signal, int exit) throws Exception {
        String env = Presence.program("env", "coreutils").toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A parent that ignores SIGINT would hand that down to the child.
        List<String> command = List.of(
                env,
                "--default-signal=" + signal,
                java,
                "-cp",
                System.getProperty("java.class.path"),
                SampleCommands.class.getName(),
                "wait",
                "--json-lines");
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            awaitLine(err, "waiting");
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            awaitLine(err, "stopping");
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(exit, process.exitValue());
            List<String> lines = out.lines().toList();
            assertEquals(1, lines.size(), lines.toString());
            assertTrue(lines.get(0).contains("\"code\":\"interrupted\""), lines.get(0));
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
