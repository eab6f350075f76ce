package sealswarm.console;

import java.util.Locale;
import java.util.Map;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressDisplay;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.OutputMode;
import sealswarm.console.result.Printable;
import sealswarm.console.result.ResultWriter;

/**
 * What a running command may say and ask. Results are returned, not printed; {@link #say}, {@link #event} and {@link #progress}
 * are for the time until then. Safe for use by many threads, but {@link #confirm} only on the command's own.
 */
public final class Console {
    private final ConsoleStreams streams;
    private final CommonOptions options;
    private final ResultWriter writer;
    private final StopSignal stop;
    private final ProgressDisplay display;

    Console(ConsoleStreams streams, CommonOptions options, StopSignal stop) {
        this.streams = streams;
        this.options = options;
        this.stop = stop;
        this.writer = new ResultWriter(options.mode(), streams.out(), streams.err());
        this.display = new ProgressDisplay(kind(), streams.err(), writer, streams.clock());
    }

    private ProgressDisplay.Kind kind() {
        if (options.mode() == OutputMode.JSON_LINES) {
            return ProgressDisplay.Kind.EVENTS;
        }
        if (options.quiet()) {
            return ProgressDisplay.Kind.NONE;
        }
        return streams.isTerminal() && options.colour(streams.environment())
                ? ProgressDisplay.Kind.BAR
                : ProgressDisplay.Kind.LINES;
    }

    /** What stdout carries. */
    public OutputMode mode() {
        return writer.mode();
    }

    /** The process around the command: streams, environment, working directory, clock. */
    public ConsoleStreams streams() {
        return streams;
    }

    /** Ends a long-running command: actions to run, and waiting for the end. */
    public StopSignal stop() {
        return stop;
    }

    /** A line for a person on stderr; nothing under {@code --quiet}. Never a secret. */
    public void say(String line) {
        if (!options.quiet()) {
            streams.err().println(Printable.line(line));
            streams.err().flush();
        }
    }

    /** A warning for a person on stderr, also under {@code --quiet}. */
    public void warn(String line) {
        streams.err().println(Printable.line("warning: " + line));
        streams.err().flush();
    }

    /** An event for programs on stdout, only under {@code --json-lines}. */
    public void event(String name, Map<String, ?> members) {
        writer.event(name, members);
    }

    /** Starts showing how far a task has come; {@code total} 0 where it is not known. */
    public Progress progress(String task, long total, ProgressUnit unit) {
        return display.start(task, total, unit);
    }

    /** Whether a person can be asked: a terminal, no {@code --no-input}, and no output for programs. */
    public boolean canAsk() {
        return streams.isTerminal() && !options.noInput() && options.mode() == OutputMode.TEXT;
    }

    /**
     * Asks for a yes; {@code --yes} answers it.
     *
     * @throws Refusal exit 2 if nobody can be asked
     */
    public boolean confirm(String question) {
        if (options.yes()) {
            return true;
        }
        if (!canAsk()) {
            throw Refusal.usage(
                    "confirmation-needed",
                    "needs a yes and cannot ask: " + question,
                    "add --yes if that is what you want");
        }
        String answer = ask(question + " [y/N] ").strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    /**
     * Asks for a line of text on the terminal; at most {@link ConsoleStreams#MAX_ANSWER} characters, empty at the end of input.
     *
     * @throws Refusal exit 2 if nobody can be asked
     */
    public String ask(String question) {
        if (!canAsk()) {
            throw Refusal.usage("input-needed", "cannot ask: " + question, "give it as an option");
        }
        streams.err().print(Printable.line(question));
        streams.err().flush();
        return streams.readLine();
    }

    ResultWriter writer() {
        return writer;
    }
}
