package sealswarm.console;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.exit.Refusal;
import sealswarm.console.progress.Progress;
import sealswarm.console.progress.ProgressUnit;
import sealswarm.console.result.CommandResult;
import sealswarm.console.settings.SecretText;
import sealswarm.console.settings.Setting;

/** Commands of the kinds that the program has: one that works, one that fails in each way, one with settings, one that waits. */
final class SampleCommands {
    private SampleCommands() {}

    static CommandRunner runner() {
        return CommandRunner.of(
                new CountCommand(), new FailCommand(), new RoleCommand(), new WaitCommand(), new GroupCommand());
    }

    /** For tests that need a process of its own. */
    public static void main(String[] arguments) {
        CommandRunner.main(arguments, new WaitCommand(), new HangCommand());
    }

    @Command(name = "count", description = "counts words")
    static final class CountCommand extends ConsoleCommand {
        @Parameters(arity = "0..*", paramLabel = "WORD", description = "words to count")
        private List<String> words = List.of();

        @Option(names = "--ask", description = "ask first")
        private boolean ask;

        @Override
        protected CommandResult execute(Console console) {
            if (ask && !console.confirm("Count them?")) {
                return CommandResult.empty();
            }
            try (Progress progress = console.progress("count", words.size(), ProgressUnit.ITEMS)) {
                words.forEach(word -> progress.advance(1));
            }
            return CommandResult.of(Map.of("words", words), words.size() + " words");
        }
    }

    @Command(name = "fail", description = "fails")
    static final class FailCommand extends ConsoleCommand {
        @Parameters(paramLabel = "HOW", description = "the way")
        private String how = "";

        @Override
        protected CommandResult execute(Console console) throws Exception {
            switch (how) {
                case "denied" ->
                    throw Refusal.denied(
                                    "lease-expired", "the lease ended at 2031-04-05T06:00:00Z", "play it online once")
                            .with(Map.of("retryAt", "2031-04-05T07:00:00Z"));
                case "integrity" ->
                    throw Refusal.integrity("block-corrupt", "data/ab: block 7 is not what was signed", "");
                case "missing" -> throw new NoSuchFileException("film of mine.mp4");
                case "exists" -> throw new IOException("pack", new FileAlreadyExistsException("film.pkg"));
                case "full" -> throw new FileSystemException("out", null, "No space left on device");
                case "port" -> throw new BindException("Address already in use");
                case "network" -> throw new ConnectException("Connection refused");
                case "hostile" -> throw Refusal.failure("x", "title \u001b[31mred\u202e\r\nline", "");
                default -> throw new IllegalStateException("how: " + how);
            }
        }
    }

    record RoleSettings(
            @Setting(help = "port to listen on", fallback = "8082")
            int httpPort,

            @Setting(help = "how long to wait", fallback = "PT30S")
            Duration patience,

            @Setting(help = "password of the store") @Nullable
            SecretText storePassword,

            @Setting(help = "allowed hosts", fallback = "a,b")
            List<String> hosts,

            @Setting(help = "store", shared = true) @Nullable
            String mongoUri) {
        RoleSettings {
            if (httpPort < 0 || httpPort > 65_535) {
                throw new IllegalArgumentException("http-port must be 0..65535, not " + httpPort);
            }
            hosts = List.copyOf(hosts);
        }
    }

    @Command(name = "edge", description = "a role")
    static final class RoleCommand extends SettingsCommand<RoleSettings> {
        RoleCommand() {
            super("edge", RoleSettings.class);
        }

        @Override
        protected CommandResult execute(Console console, RoleSettings settings) {
            return CommandResult.of(Map.of("port", settings.httpPort()), "port " + settings.httpPort());
        }
    }

    @Command(name = "wait", description = "waits for a signal")
    static final class WaitCommand extends ConsoleCommand {
        @Override
        protected CommandResult execute(Console console) throws InterruptedException {
            console.stop().onStop(() -> console.say("stopping"));
            console.say("waiting");
            console.stop().await();
            return CommandResult.of(Map.of("stopped", true), "stopped");
        }
    }

    @Command(name = "hang", description = "knows nothing of signals")
    static final class HangCommand extends ConsoleCommand {
        @Override
        protected CommandResult execute(Console console) throws InterruptedException {
            console.say("waiting");
            new CountDownLatch(1).await();
            return CommandResult.of(Map.of(), "");
        }
    }

    @Command(
            name = "group",
            description = "a group",
            subcommands = {CountCommand.class})
    static final class GroupCommand {}
}
