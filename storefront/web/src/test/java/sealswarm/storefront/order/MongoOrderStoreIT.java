package sealswarm.storefront.order;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.storefront.store.MongoConnection;

class MongoOrderStoreIT extends OrderStoreContract {
    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static EmbeddedStore embedded;
    private static MongoConnection connection;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        embedded = EmbeddedStore.open(directory);
        connection = MongoConnection.open(vertx, embedded.connectionUri(), "orders-test");
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        embedded.close();
    }

    @Override
    OrderStore store() {
        return new MongoOrderStore(connection.work());
    }
}
