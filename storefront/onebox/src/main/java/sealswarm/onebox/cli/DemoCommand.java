package sealswarm.onebox.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.onebox.config.DemoConfig;
import sealswarm.onebox.config.UserDirectories;
import sealswarm.onebox.demo.Demo;
import sealswarm.onebox.demo.DemoPlan;
import sealswarm.onebox.demo.OwnFilm;
import sealswarm.onebox.demo.Skips;
import sealswarm.onebox.serve.ShopPorts;

/** {@code demo}: the whole story on this machine; with {@code --check} it ends when it is told, else it stays open to try. */
@Command(name = "demo", description = "Tells the whole story on this machine with real parts, each step checked.")
public final class DemoCommand extends SettingsCommand<DemoConfig> {
    private static final ShopPorts USUAL = new ShopPorts(8080, 8081, 8082, 6881, 8180, 9000);

    @Option(names = "--check", description = "end after the last step, with 0 if all went right")
    private boolean check;

    @Option(names = "--headless", description = "open no browser")
    private boolean headless;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "a media file of yours as the film")
    private @Nullable Path film;

    /** A command that has not run. */
    public DemoCommand() {
        super("demo", DemoConfig.class);
    }

    @Override
    protected CommandResult execute(Console console, DemoConfig config) throws Exception {
        Map<String, String> environment = console.streams().environment();
        UserDirectories directories = new UserDirectories(environment);
        Optional<OwnFilm> own = film == null
                ? Optional.empty()
                : Optional.of(OwnFilm.of(console.streams().workingDirectory().resolve(film)));
        DemoPlan plan = new DemoPlan(
                (config.data() == null ? directories.data("demo") : config.data()).toAbsolutePath(),
                check ? ShopPorts.ANY : USUAL.whereFree(),
                Objects.requireNonNull(config.keycloakZip()),
                directories.cache().resolve("keycloak"),
                launcher(environment),
                own,
                Skips.of(environment));
        try (Demo demo = Demo.prepare(plan, console::say)) {
            console.stop().onStop(() -> close(demo));
            List<String> steps = told(demo, check || headless ? address -> {} : address -> browse(console, address));
            if (!check) {
                demo.invitation().forEach(console::say);
                console.say("everything stays open to try, Ctrl-C ends it");
                console.stop().await();
            }
            return CommandResult.of(Map.of("steps", steps), steps.size() + " steps, all right");
        }
    }

    private static List<String> told(Demo demo, Consumer<URI> audience) throws IOException {
        try {
            return demo.run(audience);
        } catch (Refusal | IOException e) {
            if (demo.isClosed()) {
                throw new Refusal(ExitCode.INTERRUPTED, "interrupted", "ended by a signal", "").causedBy(e);
            }
            throw e;
        }
    }

    /** Shows the shop where the desktop has a browser to show it in. */
    private static void browse(Console console, URI address) {
        try {
            Process opener = new ProcessBuilder("xdg-open", address.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            console.event("browser", Map.of("pid", opener.pid()));
        } catch (IOException e) {
            console.say("no browser could be opened: open " + address);
        }
    }

    private static void close(Demo demo) {
        try {
            demo.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path launcher(Map<String, String> environment) {
        String launcher = environment.getOrDefault("SEALSWARM_LAUNCHER", "");
        if (launcher.isEmpty()) {
            throw Refusal.usage(
                    "launcher-missing", "the demo runs commands of the launcher", "start it by ./sealswarm demo");
        }
        return Path.of(launcher);
    }
}
