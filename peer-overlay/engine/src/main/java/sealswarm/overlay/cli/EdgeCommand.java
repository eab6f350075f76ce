package sealswarm.overlay.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.edge.EdgeAddresses;
import sealswarm.overlay.edge.EdgePlatform;
import sealswarm.overlay.edge.EdgeVerticle;

/** {@code sealswarm edge}: one edge, until it is told to stop. */
@Command(
        name = "edge",
        description = "Runs an edge: tracker, full seed, web seed and origin of sealed tracks.",
        footer = {
            "",
            "The token key file is made by the license server, one per edge.",
            "",
            "Example:",
            "  sealswarm edge --token-key-file edge-1.key --data /var/lib/sealswarm/edge"
        })
public final class EdgeCommand extends SettingsCommand<EdgeConfig> {
    /** A command that runs once. */
    public EdgeCommand() {
        super("edge", EdgeConfig.class);
    }

    @Override
    protected CommandResult execute(Console console, EdgeConfig config) throws Exception {
        Path data = console.streams().workingDirectory().resolve(directory(console, config));
        EdgeVerticle edge = new EdgeVerticle(config, data, EdgePlatform.ofMachine());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            waitFor(vertx.deployVerticle(edge));
            EdgeAddresses at = edge.addresses();
            console.say("edge serves " + at.publicUrl() + ", peers on port " + at.peerPort());
            console.event(
                    "listening", Map.of("url", at.publicUrl(), "httpPort", at.httpPort(), "peerPort", at.peerPort()));
            CountDownLatch over = new CountDownLatch(1);
            console.stop().onStop(over::countDown);
            over.await();
            return CommandResult.empty();
        } finally {
            // Event loops outlive a failed start: without this the process would hang.
            waitFor(vertx.close());
        }
    }

    private static Path directory(Console console, EdgeConfig config) {
        if (config.data() != null) {
            return config.data();
        }
        Map<String, String> environment = console.streams().environment();
        String state = environment.getOrDefault("XDG_DATA_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!state.isEmpty()) {
            return Path.of(state, "sealswarm", "edge");
        }
        if (!home.isEmpty()) {
            return Path.of(home, ".local", "share", "sealswarm", "edge");
        }
        throw Refusal.usage("configuration", "no directory for the edge's state", "add --data DIR");
    }

    private static <T> T waitFor(io.vertx.core.Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
