package sealswarm.license.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * The two named pools every room shares: one for the blocking store driver, as large as the driver's connection pool, and
 * one for cryptography, as large as the machine.
 *
 * <p>Tasks are never ordered (Vert.x would queue them per context), so order is no correctness tool: use a unique key or a
 * check on {@code ver}. Queues are bounded by {@link ApiRouter}'s limit of requests in flight.
 */
public final class Workers {
    private final WorkerExecutor store;
    private final WorkerExecutor crypto;

    private Workers(WorkerExecutor store, WorkerExecutor crypto) {
        this.store = store;
        this.crypto = crypto;
    }

    /**
     * Opens both pools; they end with {@code vertx}.
     *
     * @param storeThreads size of the driver's connection pool
     * @param cryptoThreads threads for cryptography, at most the number of cores
     */
    public static Workers open(Vertx vertx, int storeThreads, int cryptoThreads) {
        return new Workers(
                vertx.createSharedWorkerExecutor("license-store", storeThreads),
                vertx.createSharedWorkerExecutor("license-crypto", cryptoThreads));
    }

    /** Runs blocking store work. */
    public <T> Future<T> store(Callable<T> work) {
        return store.executeBlocking(work, false);
    }

    /** Runs hashing, sealing and signatures. */
    public <T> Future<T> crypto(Callable<T> work) {
        return crypto.executeBlocking(work, false);
    }
}
