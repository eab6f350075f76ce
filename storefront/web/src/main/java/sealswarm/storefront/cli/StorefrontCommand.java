package sealswarm.storefront.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.storefront.Storefront;
import sealswarm.storefront.config.StorefrontConfig;
import sealswarm.storefront.store.MongoConnection;
import sealswarm.storefront.store.MongoNotReplicated;
import sealswarm.storefront.store.MongoUnreachable;

/**
 * Runs a shop until it is told to stop; a shop that cannot listen or reach its store ends with the reason. As a role of its own it wants a
 * replica set, never the embedded store.
 */
@Command(name = "storefront", description = "Serves the shop's pages.")
public final class StorefrontCommand extends SettingsCommand<StorefrontConfig> {
    private static final long START_SECONDS = 10;
    private static final long STOP_SECONDS = 8;

    private final InstantSource clock;
    private final SecureRandom random;

    /** The command with the time and the randomness its shop uses. */
    public StorefrontCommand(InstantSource clock, SecureRandom random) {
        super("storefront", StorefrontConfig.class);
        this.clock = clock;
        this.random = random;
    }

    @Override
    protected CommandResult execute(Console console, StorefrontConfig settings) throws Exception {
        Vertx vertx = Vertx.vertx();
        console.stop().onStop(() -> end(vertx));
        Storefront storefront = new Storefront(settings, clock, random);
        try {
            within(START_SECONDS, requireReplicated(vertx, settings));
            within(START_SECONDS, vertx.deployVerticle(storefront));
        } catch (ExecutionException e) {
            end(vertx);
            throw refusal(settings, e);
        } catch (TimeoutException e) {
            end(vertx);
            throw unreachable();
        }
        console.say("storefront: " + storefront.origin());
        console.event("listening", Map.of("url", storefront.origin().text()));
        console.stop().await();
        return CommandResult.of(Map.of("url", storefront.origin().text()), "stopped");
    }

    private static Future<Void> requireReplicated(Vertx vertx, StorefrontConfig settings) {
        MongoConnection connection;
        try {
            connection = MongoConnection.open(vertx, settings.mongoUri().revealSecret(), settings.database());
        } catch (IllegalArgumentException malformed) {
            return Future.failedFuture(malformed);
        }
        return connection.requireReplicated().eventually(() -> {
            connection.close();
            return Future.succeededFuture();
        });
    }

    private static Exception refusal(StorefrontConfig settings, ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof BindException) {
            return Refusal.failure(
                    "port-in-use",
                    "port " + settings.httpPort() + " is in use",
                    "another --http-port, or stop the other process");
        }
        if (cause instanceof MongoUnreachable) {
            return unreachable();
        }
        if (cause instanceof MongoNotReplicated) {
            return Refusal.usage(
                    "store-not-replicated",
                    "mongo-uri leads to a single server or the embedded store",
                    "use a replica set or mongos; for one machine run 'sealswarm serve'");
        }
        if (cause instanceof IllegalArgumentException wrong) {
            return Refusal.usage("configuration", String.valueOf(wrong.getMessage()), "correct the setting");
        }
        return failed;
    }

    private static Refusal unreachable() {
        return Refusal.network("store-unreachable", "the store does not answer", "start MongoDB, or correct mongo-uri");
    }

    private static void end(Vertx vertx) {
        try {
            within(STOP_SECONDS, vertx.close());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the storefront did not stop in time", e);
        }
    }

    private static <T> T within(long seconds, Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    }
}
