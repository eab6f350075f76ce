package sealswarm.overlay.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
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
        Path data = StateDirectory.of(console, config.data(), "edge", "the edge's state");
        EdgeVerticle edge = new EdgeVerticle(config, data, EdgePlatform.ofMachine());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Waiting.forResult(vertx.deployVerticle(edge));
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
            Waiting.forResult(vertx.close());
        }
    }
}
