package sealswarm.storefront;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.storefront.store.MongoConnection;
import sealswarm.storefront.store.MongoWork;

/**
 * A database for a contract suite: in an embedded store, or in the MongoDB that {@code SEALSWARM_TEST_MONGO_URI} names, where it is emptied
 * first. For one test class.
 */
public final class StoreOfTrial implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Optional<EmbeddedStore> embedded;
    private final MongoConnection connection;

    /** A database of this name; {@code directory} is the embedded store's. */
    public StoreOfTrial(Path directory, String name) throws Exception {
        Optional<String> outside = Optional.ofNullable(System.getenv("SEALSWARM_TEST_MONGO_URI"));
        embedded = outside.isPresent() ? Optional.empty() : Optional.of(EmbeddedStore.open(directory));
        connection = MongoConnection.open(
                vertx, outside.orElseGet(() -> embedded.orElseThrow().connectionUri()), "trial-" + name);
        await(work().run(database -> {
            database.drop();
            return database;
        }));
    }

    public MongoWork work() {
        return connection.work();
    }

    /** The future's value, or its failure. */
    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        connection.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        embedded.ifPresent(EmbeddedStore::close);
    }
}
