package sealswarm.system;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import sealswarm.console.CommandRunner;
import sealswarm.console.ConsoleStreams;
import sealswarm.console.StopSignal;
import sealswarm.console.Transcripts;
import sealswarm.console.exit.ExitCode;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.client.TokenFile;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.server.cli.ExportCommand;
import sealswarm.license.server.cli.LedgerCommand;
import sealswarm.license.wire.SignedJson;
import sealswarm.overlay.cli.PeerCommand;
import sealswarm.packager.PackagerMain;
import sealswarm.player.PlayerMain;

/** Someone with a home directory of their own who runs commands in it. For one thread; {@link Running} may run beside. */
public final class Person {
    private static final long PATIENCE_SECONDS = 60;
    private static final Executor THREADS = command -> {
        Thread thread = new Thread(command, "command");
        thread.setDaemon(true);
        thread.start();
    };

    private final Path home;
    private final LicenseApi api;

    /** Signs in as {@code login} would: the token is the issuer's, the keys are the server's own. */
    Person(WholeShop shop, Path home, String name, String role, URI licenseServer) throws Exception {
        this.home = Files.createDirectories(home);
        String client = role.equals("buyer") ? "player" : "packager";
        String token = shop.issuer().bearer(name, client, role);
        this.api = shop.api(token);
        SignedJson keys = SignedJson.of(api.keys());
        new TokenFile(TokenFile.standardPath(environment(), role), pause -> {})
                .write(new StoredLogin(
                        licenseServer,
                        ServerKeys.firstSeen(keys.envelope(ServerKeys.TYPE)).issuer(),
                        client,
                        name,
                        token,
                        InstantSource.system().instant().plusSeconds(3_500),
                        null,
                        keys));
    }

    public Path home() {
        return home;
    }

    /** The license server's interface in this person's name. */
    public LicenseApi api() {
        return api;
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home.toString());
    }

    /** Runs a command to its end. */
    public Transcripts.Outcome run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitCode exit = runner(words[0]).run(streams(out, err), new StopSignal(), words);
        return new Transcripts.Outcome(
                exit.code(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command that must succeed; returns the document it printed. */
    public JsonObject done(String... words) {
        Transcripts.Outcome outcome = run(words);
        if (outcome.exit() != 0) {
            throw new AssertionError(String.join(" ", words) + ": exit " + outcome.exit() + "\n" + outcome.stderr());
        }
        return new JsonObject(outcome.stdout());
    }

    /** Starts {@code play} and waits until it serves. */
    public Running play(String title, String... more) throws Exception {
        return start(
                "ready",
                Stream.concat(
                                Stream.of("play", title, "--json-lines", "--no-input", "--no-browser", "--port", "0"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    /** Starts a command with {@code --json-lines} and waits until it tells of an event. */
    public Running start(String event, String... words) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StopSignal stop = new StopSignal();
        CompletableFuture<ExitCode> running =
                CompletableFuture.supplyAsync(() -> runner(words[0]).run(streams(out, err), stop, words), THREADS);
        Running started = new Running(event, stop, running, out, err);
        started.awaitReady();
        return started;
    }

    private static CommandRunner runner(String word) {
        Object[] all = Stream.of(PackagerMain.commands(), PlayerMain.commands(), new Object[] {
                    new ExportCommand(), new LedgerCommand(), new PeerCommand()
                })
                .flatMap(Stream::of)
                .filter(command ->
                        command.getClass().getAnnotation(Command.class).name().equals(word))
                .toArray();
        return CommandRunner.of(all);
    }

    private ConsoleStreams streams(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new ConsoleStreams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment(),
                home,
                false,
                InstantSource.system());
    }

    /** A command that runs until it is closed. */
    public static final class Running implements AutoCloseable {
        private final String waitedFor;
        private final StopSignal stop;
        private final CompletableFuture<ExitCode> running;
        private final ByteArrayOutputStream out;
        private final ByteArrayOutputStream err;
        private JsonObject ready = new JsonObject();

        private Running(
                String waitedFor,
                StopSignal stop,
                CompletableFuture<ExitCode> running,
                ByteArrayOutputStream out,
                ByteArrayOutputStream err) {
            this.waitedFor = waitedFor;
            this.stop = stop;
            this.running = running;
            this.out = out;
            this.err = err;
        }

        private void awaitReady() throws InterruptedException {
            for (int i = 0; i < PATIENCE_SECONDS * 50 && !running.isDone() && ready.isEmpty(); i++) {
                ready = event(waitedFor);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            if (ready.isEmpty()) {
                throw new AssertionError("never ready: " + err.toString(StandardCharsets.UTF_8));
            }
        }

        /** The first event of a name; empty where there was none. */
        public JsonObject event(String name) {
            String said = out.toString(StandardCharsets.UTF_8);
            return said.substring(0, said.lastIndexOf('\n') + 1)
                    .lines()
                    .map(JsonObject::new)
                    .filter(event -> name.equals(event.getString("event")))
                    .findFirst()
                    .orElse(new JsonObject());
        }

        /** The event it was waited for; of a play its addresses: open, page, status, media and external by track. */
        public JsonObject ready() {
            return ready;
        }

        /** Stops it as Ctrl-C would and returns its last word. */
        public JsonObject stop() {
            stop.stop();
            ExitCode exit = ended();
            if (exit != ExitCode.DONE) {
                throw new AssertionError("it ended with " + exit + ": " + err.toString(StandardCharsets.UTF_8));
            }
            return event("result").getJsonObject("result");
        }

        private ExitCode ended() {
            try {
                return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("it does not end: " + err.toString(StandardCharsets.UTF_8), e);
            }
        }

        @Override
        public void close() {
            if (!running.isDone()) {
                stop();
            }
        }
    }
}
