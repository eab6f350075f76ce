package sealswarm.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import sealswarm.console.settings.ProcessEnvironment;

/**
 * The process around a command, injected so that tests bring their own. Text is UTF-8 whatever the locale says.
 *
 * @param out results
 * @param err progress and diagnostics
 * @param in answers of a person
 * @param environment all variables
 * @param workingDirectory what relative paths start from
 * @param isTerminal whether a person sees stderr and can answer
 * @param clock time for progress and for the command
 */
public record ConsoleStreams(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        Path workingDirectory,
        boolean isTerminal,
        InstantSource clock) {
    /** Longest answer, in characters; more is cut. */
    public static final int MAX_ANSWER = 4096;

    public ConsoleStreams {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static ConsoleStreams ofProcess() {
        return new ConsoleStreams(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                ProcessEnvironment.variables(),
                Path.of(""),
                Terminal.isPresent(),
                Clock.systemUTC());
    }

    String readLine() {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (line.length() < MAX_ANSWER && c != '\r') {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
