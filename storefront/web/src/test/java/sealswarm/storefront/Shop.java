package sealswarm.storefront;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.storefront.config.StorefrontConfig;
import sealswarm.storefront.store.MongoConnection;
import sealswarm.storefront.store.MongoWork;

/** A running shop for tests: embedded store, scripted issuer, a clock that moves when told. */
final class Shop implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final InstantSource clock = () -> Instant.now().plus(ahead.get());
    final ScriptedIssuer issuer = new ScriptedIssuer(clock);
    final RecordedLicenseServer license = new RecordedLicenseServer();
    final EmbeddedStore store;
    final StorefrontConfig config;
    final Storefront storefront;
    private final MongoConnection connection;
    final MongoWork work;

    private Shop(Path directory) {
        store = EmbeddedStore.open(directory);
        await(issuer.listen(vertx, 0));
        await(license.listen(vertx));
        config = StorefrontConfig.onLoopback(
                0,
                SecretText.of(store.connectionUri()),
                issuer.base(),
                ScriptedIssuer.REALM,
                SecretText.of(ScriptedIssuer.SECRET),
                license.base());
        storefront = deploy();
        connection = MongoConnection.open(vertx, store.connectionUri(), config.database());
        work = connection.work();
    }

    static Shop open(Path directory) {
        return new Shop(directory);
    }

    /** One more instance on the same store. */
    Storefront deploy() {
        Storefront next = new Storefront(config, clock, new SecureRandom());
        await(vertx.deployVerticle(next));
        return next;
    }

    Visitor visitor() {
        return new Visitor(URI.create(storefront.origin().text()));
    }

    /** A visitor who has signed in. */
    Visitor signedIn(String subject, String... roles) {
        issuer.signsIn(subject, subject, List.of(roles));
        Visitor visitor = visitor();
        for (int tries = 0; tries < 50; tries++) {
            if (visitor.open("/sign-in").statusCode() == 200) {
                return visitor;
            }
            pause();
        }
        throw new IllegalStateException("could not sign in");
    }

    static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        await(vertx.close());
        connection.close();
        store.close();
    }
}
