package sealswarm.license.server.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import sealswarm.console.Console;
import sealswarm.console.SettingsCommand;
import sealswarm.console.exit.Refusal;
import sealswarm.console.result.CommandResult;
import sealswarm.license.server.LicenseServer;
import sealswarm.license.server.LicenseServerParts;
import sealswarm.license.server.config.LicenseServerConfig;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.store.MongoTopology;

/** Runs a license server until it is told to stop. As a role of its own it wants a replica set, never the embedded store. */
@Command(
        name = "license-server",
        description = "Issues licenses, takes play receipts, keeps the books.",
        subcommands = KeysCommand.class)
public final class LicenseServerCommand extends SettingsCommand<LicenseServerConfig> {
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 8;

    private final InstantSource clock;
    private final LongSupplier monotonicMillis;
    private final SecureRandom random;

    public LicenseServerCommand(InstantSource clock, LongSupplier monotonicMillis, SecureRandom random) {
        super("license-server", LicenseServerConfig.class);
        this.clock = clock;
        this.monotonicMillis = monotonicMillis;
        this.random = random;
    }

    @Override
    protected CommandResult execute(Console console, LicenseServerConfig settings) throws Exception {
        requireReadable(settings);
        MongoTopology.requireProduction(settings.mongoUri().revealSecret());
        Vertx vertx = Vertx.vertx();
        LicenseServer server;
        try {
            server = within(
                    START_SECONDS,
                    LicenseServer.start(vertx, settings, LicenseServerParts.of(clock, monotonicMillis, random)));
        } catch (ExecutionException failed) {
            within(STOP_SECONDS, vertx.close());
            throw refusal(failed);
        }
        console.stop().onStop(() -> end(server, vertx));
        if (isSealed(settings)) {
            console.warn(
                    "sealed: no key-encryption key; make one with 'license-server keys new', set kek-file, restart");
        }
        writeEdgeKeys(console, server, settings);
        console.say("license server: " + server.url());
        console.event("listening", Map.of("url", server.url().toString()));
        console.stop().await();
        return CommandResult.of(Map.of("url", server.url().toString()), "stopped");
    }

    private static void writeEdgeKeys(Console console, LicenseServer server, LicenseServerConfig settings)
            throws IOException {
        Path directory = settings.edgeKeys();
        if (directory == null) {
            return;
        }
        if (isSealed(settings)) {
            console.warn("sealed: no key files of edges written");
            return;
        }
        server.writeEdgeKeys(console.streams().workingDirectory().resolve(directory));
    }

    private static boolean isSealed(LicenseServerConfig settings) {
        return settings.kekFile() == null && settings.kekText() == null;
    }

    /** What is wrong on this machine is said before another one is asked. */
    private static void requireReadable(LicenseServerConfig settings) {
        Path keys = settings.kekFile();
        if (keys == null) {
            return;
        }
        try {
            KekFile.read(keys).close();
        } catch (IllegalArgumentException malformed) {
            throw Refusal.usage(
                    "kek-malformed", String.valueOf(malformed.getMessage()), "restore the key file from your copy");
        }
    }

    private static Exception refusal(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof Refusal refused) {
            return refused;
        }
        if (MongoTopology.isUnreachable(cause)) {
            return Refusal.network(
                    "store-unreachable", "the store does not answer", "start MongoDB, or correct mongo-uri");
        }
        if (cause instanceof IllegalArgumentException wrong) {
            return Refusal.usage("configuration", String.valueOf(wrong.getMessage()), "correct the setting");
        }
        return failed;
    }

    private static void end(LicenseServer server, Vertx vertx) {
        try {
            within(STOP_SECONDS, server.close().transform(closed -> vertx.close()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            throw new IllegalStateException("the license server did not stop in time", late);
        }
    }

    private static <T> T within(long seconds, Future<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    }
}
