package sealswarm.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sealswarm.console.result.OutputMode;

/** The options that every command has; set by picocli before the command runs. */
final class CommonOptions {
    @Option(names = "--json", description = "one JSON document on stdout, also on failure")
    private boolean json;

    @Option(names = "--json-lines", description = "one JSON event per line on stdout, the result last")
    private boolean jsonLines;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress and no remarks on stderr")
    private boolean quiet;

    @Option(
            names = {"-y", "--yes"},
            description = "answer questions with yes")
    private boolean yes;

    @Option(names = "--no-input", description = "never ask; refuse instead")
    private boolean noInput;

    @Option(names = "--no-color", description = "no colour and no animation")
    private boolean noColor;

    @Option(names = "--stacktrace", description = "print the stack trace of a failure")
    private boolean stacktrace;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file instead of ./sealswarm.yaml")
    private @Nullable Path config;

    OutputMode mode() {
        if (json) {
            return OutputMode.JSON;
        }
        return jsonLines ? OutputMode.JSON_LINES : OutputMode.TEXT;
    }

    boolean isContradictory() {
        return json && jsonLines;
    }

    boolean quiet() {
        return quiet || json;
    }

    boolean yes() {
        return yes;
    }

    boolean noInput() {
        return noInput;
    }

    boolean stacktrace() {
        return stacktrace;
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** One switch for help, tables and progress: off by option, {@code NO_COLOR} or a dumb terminal. */
    boolean colour(Map<String, String> environment) {
        return !noColor
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
