package sealswarm.storefront.store;

import com.mongodb.client.MongoDatabase;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.function.Function;

/**
 * Runs blocking driver calls on a named pool of workers, never in order: what needs an order uses a unique key or a
 * check on {@code ver}. The pool is as large as the driver's pool of connections. Thread-safe.
 */
public final class MongoWork {
    /** Workers, and the most connections the driver may open. */
    public static final int MAX_CONNECTIONS = 16;

    private final MongoDatabase database;
    private final WorkerExecutor workers;

    /** Wraps a database; the caller keeps and closes client and workers. */
    public MongoWork(MongoDatabase database, WorkerExecutor workers) {
        this.database = database;
        this.workers = workers;
    }

    /** Runs one blocking piece of work; a driver error fails the future. */
    public <T> Future<T> run(Function<MongoDatabase, T> work) {
        return workers.executeBlocking(() -> work.apply(database), false);
    }
}
