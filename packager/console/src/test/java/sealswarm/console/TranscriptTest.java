package sealswarm.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;

class TranscriptTest {
    @TempDir
    Path empty;

    @TestFactory
    Stream<DynamicTest> commandsAnswerAsWritten() {
        return Transcripts.in(Path.of("src/test/resources/cli"), SampleCommands::runner, empty);
    }

    @Test
    void stackTraceComesOnlyWhenAskedFor() {
        Transcripts.Outcome without = run("fail", "bug");
        Transcripts.Outcome with = run("fail", "bug", "--stacktrace");
        assertTrue(!without.stderr().contains("\tat "), without.stderr());
        assertTrue(with.stderr().contains("\tat sealswarm.console"), with.stderr());
    }

    @Test
    void closedStdoutIsNoFailureOfTheCommand() {
        PrintStream broken = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        ConsoleStreams streams = new ConsoleStreams(
                broken,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                java.io.InputStream.nullInputStream(),
                Map.of(),
                empty,
                false,
                java.time.InstantSource.system());
        assertEquals(ExitCode.DONE, SampleCommands.runner().run(streams, new StopSignal(), "count", "a", "b"));
    }

    @Test
    void everyExitCodeStandsInTheDocument() throws IOException {
        StringBuilder table = new StringBuilder("| exit | name | meaning |\n|---|---|---|\n");
        for (ExitCode code : ExitCode.values()) {
            table.append("| %d | %s | %s |%n".formatted(code.code(), code.name(), code.meaning()));
        }
        String document = Files.readString(Path.of(System.getProperty("sealswarm.root"), "docs", "exit-codes.md"));
        assertTrue(document.contains(table), "docs/exit-codes.md must hold exactly:\n" + table);
    }

    @Test
    void helpNamesTheSettingsOfARole() {
        Transcripts.Outcome help = run("edge", "--help");
        assertEquals(0, help.exit());
        assertTrue(help.stdout().contains("--http-port") && help.stdout().contains("(default: 8082)"), help.stdout());
        assertTrue(help.stdout().contains("--store-password-file"), help.stdout());
        assertTrue(!help.stdout().contains("--store-password="), help.stdout());
    }

    @Test
    void answersOfAProgramSettingStandInTheEnvironment() {
        Transcripts.Outcome outcome = Transcripts.run(
                SampleCommands.runner(), empty, Map.of("SEALSWARM_EDGE_HTTP_PORT", "9"), List.of("edge"));
        assertEquals("port 9\n", outcome.stdout());
    }

    private Transcripts.Outcome run(String... arguments) {
        return Transcripts.run(SampleCommands.runner(), empty, List.of(arguments));
    }
}
