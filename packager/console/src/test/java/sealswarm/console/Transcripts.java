package sealswarm.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import sealswarm.console.exit.ExitCode;

/**
 * Runs commands as a user would type them and compares stdout, stderr and exit code with transcripts:
 *
 * <pre>
 * $ sealswarm sample --json
 * exit 0
 * --- stdout
 * {"done":true}
 * --- stderr
 * </pre>
 *
 * Several per file; the working directory is left out of what is compared. Words are split at spaces; {@code 'single quotes'} keep a space, {@code ''} is an empty word.
 */
public final class Transcripts {
    /** What a command left behind. */
    public record Outcome(int exit, String stdout, String stderr) {}

    private Transcripts() {}

    /** One test per command of every {@code *.txt} below {@code folder}; {@code runner} is asked anew for each command. */
    public static Stream<DynamicTest> in(Path folder, Supplier<CommandRunner> runner, Path workingDirectory) {
        try (Stream<Path> files = Files.list(folder)) {
            List<DynamicTest> tests = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                for (String block : Files.readString(file).split("(?m)^\\$ ", -1)) {
                    if (!block.isBlank()) {
                        tests.add(test(file, block, runner, workingDirectory));
                    }
                }
            }
            assertEquals(false, tests.isEmpty(), "no transcripts in " + folder);
            return tests.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicTest test(Path file, String block, Supplier<CommandRunner> runner, Path workingDirectory) {
        String line = block.lines().findFirst().orElseThrow();
        return DynamicTest.dynamicTest(file.getFileName() + ": " + line, () -> {
            List<String> words = words(line);
            Outcome outcome = run(runner.get(), workingDirectory, words.subList(1, words.size()));
            String actual = line + "\nexit " + outcome.exit() + "\n--- stdout\n" + outcome.stdout() + "--- stderr\n"
                    + outcome.stderr();
            assertEquals(
                    block.stripTrailing(),
                    actual.replace(workingDirectory + "/", "").stripTrailing());
        });
    }

    /** Runs one command without terminal and environment, the clock at 2031-04-05T06:07:08Z. */
    public static Outcome run(CommandRunner runner, Path workingDirectory, List<String> arguments) {
        return run(runner, workingDirectory, Map.of(), arguments);
    }

    /** As {@link #run(CommandRunner, Path, List)}, with an environment. */
    public static Outcome run(
            CommandRunner runner, Path workingDirectory, Map<String, String> environment, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ConsoleStreams streams = new ConsoleStreams(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment,
                workingDirectory,
                false,
                InstantSource.fixed(Instant.parse("2031-04-05T06:07:08Z")));
        ExitCode exit = runner.run(streams, new StopSignal(), arguments.toArray(new String[0]));
        streams.out().flush();
        streams.err().flush();
        return new Outcome(exit.code(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char c : (line + " ").toCharArray()) {
            if (c == '\'') {
                quoted = !quoted;
                begun = true;
            } else if (c == ' ' && !quoted) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        return words;
    }
}
