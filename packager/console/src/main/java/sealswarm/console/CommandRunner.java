package sealswarm.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sealswarm.console.exit.Diagnosis;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.console.result.OutputMode;
import sealswarm.console.result.ResultWriter;

/**
 * Runs one command out of a program's commands and returns its exit code: reads arguments, shows help, turns every failure into
 * one error document or two lines. Blocks until the command has ended.
 */
public final class CommandRunner {
    /** What may be a key, or the name and password in an address. */
    private static final Pattern SECRET = Pattern.compile("[0-9a-fA-F]{32,}|(?<=://)[^/\\s'\"]*(?=@)");

    /** How long a command that was told to stop may take before its process ends without it. */
    private static final long END_AT_MOST_SECONDS = 8;

    private static final String SIGTERM = "SIGTERM";
    private static final String HANDLER = " handler";

    private final CommandLine root;
    private volatile @Nullable Running running;

    private CommandRunner(CommandLine root) {
        this.root = root;
    }

    /**
     * A runner of {@code sealswarm WORD ...}.
     *
     * @param commands objects with picocli's {@code @Command(name = WORD)}: {@link ConsoleCommand}s, or groups whose subcommands
     *     are
     */
    public static CommandRunner of(Object... commands) {
        CommandLine root =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("sealswarm"));
        for (Object command : commands) {
            root.addSubcommand(command);
        }
        configure(root);
        return new CommandRunner(root);
    }

    private static void configure(CommandLine line) {
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        if (line.getCommandSpec().userObject() instanceof ConsoleCommand command) {
            command.declare(line.getCommandSpec());
        }
        line.getSubcommands().values().forEach(CommandRunner::configure);
    }

    /**
     * Runs a program's {@code main}: process streams, clean stop on SIGINT and SIGTERM, and {@code System.exit} with the exit code.
     *
     * @param arguments the command word first
     */
    public static void main(String[] arguments, Object... commands) {
        ConsoleStreams streams = ConsoleStreams.ofProcess();
        StopSignal stop = new StopSignal();
        CommandRunner runner = of(commands);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> runner.interrupted(stop, ended), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        ExitCode exit = runner.run(streams, stop, arguments);
        ended.countDown();
        System.exit(exit.code());
    }

    /** On a signal: lets the command end by itself if it can, then makes sure that programs get their one document. */
    private void interrupted(StopSignal stop, CountDownLatch ended) {
        boolean cooperative = stop.hasActions();
        stop.stop();
        try {
            boolean over = ended.await(cooperative ? END_AT_MOST_SECONDS : 0, TimeUnit.SECONDS);
            Running now = running;
            if (!over && now != null) {
                now.writer().refusal(now.name(), ended(signal()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The refusal that a command ends with which a signal has stopped: the exit code is the one its process ends with. */
    static Refusal ended(String signal) {
        return signal.equals(SIGTERM)
                ? new Refusal(ExitCode.TERMINATED, "terminated", "ended by " + SIGTERM, "")
                : new Refusal(ExitCode.INTERRUPTED, "interrupted", "ended by a signal", "");
    }

    /** The signal that ends this process. The JDK handles each on a thread named after it, which waits for the hooks. */
    private static String signal() {
        boolean terminated = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(SIGTERM + HANDLER));
        return terminated ? SIGTERM : "";
    }

    private record Running(ResultWriter writer, String name) {}

    /** Runs the command that {@code arguments} name, the command word first. */
    public ExitCode run(ConsoleStreams streams, StopSignal stop, String... arguments) {
        ParseResult parsed;
        try {
            parsed = root.parseArgs(arguments);
        } catch (ParameterException e) {
            CommandLine failed = e.getCommandLine();
            return refuse(writer(streams, arguments), failed.getCommandSpec().qualifiedName(), usage(e));
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine line = last.commandSpec().commandLine();
        String name = last.commandSpec().qualifiedName();
        if (last.isUsageHelpRequested() || last.isVersionHelpRequested()) {
            help(streams, last, line);
            return ExitCode.DONE;
        }
        if (!(last.commandSpec().userObject() instanceof ConsoleCommand command)) {
            String known = String.join(", ", line.getSubcommands().keySet());
            return refuse(
                    writer(streams, arguments), name, Refusal.usage("usage", "which command?", "one of: " + known));
        }
        return execute(streams, stop, last, name, command);
    }

    private ExitCode execute(
            ConsoleStreams streams, StopSignal stop, ParseResult parsed, String name, ConsoleCommand command) {
        Console console = new Console(streams, command.options(), stop);
        ResultWriter writer = console.writer();
        running = new Running(writer, name);
        if (command.options().isContradictory()) {
            return refuse(
                    writer, name, Refusal.usage("usage", "--json and --json-lines exclude each other", "keep one"));
        }
        try {
            CommandResult result = command.run(console, declared(parsed));
            writer.result(result);
            return ExitCode.DONE;
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (command.options().stacktrace()) {
                e.printStackTrace(streams.err());
            }
            return refuse(writer, name, Diagnosis.of(e));
        }
    }

    private static Map<String, List<String>> declared(ParseResult parsed) {
        Map<String, List<String>> declared = new HashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.userObject() == null) {
                List<String> values = new ArrayList<>(option.stringValues());
                declared.put(option.longestName(), values);
            }
        }
        return declared;
    }

    private static void help(ConsoleStreams streams, ParseResult parsed, CommandLine line) {
        Ansi ansi = streams.isTerminal()
                        && streams.environment().getOrDefault("NO_COLOR", "").isEmpty()
                ? Ansi.AUTO
                : Ansi.OFF;
        PrintWriter out = new PrintWriter(streams.out(), false, StandardCharsets.UTF_8);
        if (parsed.isVersionHelpRequested()) {
            line.printVersionHelp(out, ansi);
        } else {
            line.usage(out, ansi);
        }
        out.flush();
        streams.out().flush();
    }

    private static Refusal usage(ParameterException e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("wrong usage");
        String lower = Character.toLowerCase(first.charAt(0)) + first.substring(1);
        String masked = SECRET.matcher(lower).replaceAll("[masked]");
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String fix = "see " + name + " --help";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            fix = "did you mean " + unmatched.getSuggestions().get(0) + "? " + fix;
        }
        return Refusal.usage("usage", masked, fix);
    }

    /** A writer for failures before the options are known: they are looked for among the raw arguments. */
    private static ResultWriter writer(ConsoleStreams streams, String[] arguments) {
        OutputMode mode = OutputMode.TEXT;
        for (String argument : arguments) {
            if (argument.equals("--")) {
                break;
            }
            if (argument.equals("--json")) {
                mode = OutputMode.JSON;
            } else if (argument.equals("--json-lines") && mode == OutputMode.TEXT) {
                mode = OutputMode.JSON_LINES;
            }
        }
        return new ResultWriter(mode, streams.out(), streams.err());
    }

    private static ExitCode refuse(ResultWriter writer, String name, Refusal refusal) {
        writer.refusal(name, refusal);
        return refusal.exit();
    }
}
