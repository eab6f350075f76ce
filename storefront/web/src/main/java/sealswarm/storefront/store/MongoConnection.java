package sealswarm.storefront.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * The shop's client of the store, with as many workers as connections. Opening does not wait for the store; writes are
 * acknowledged by a majority, journalled.
 */
public final class MongoConnection implements AutoCloseable {
    private static final int SELECTION_SECONDS = 5;

    private final MongoClient client;
    private final WorkerExecutor workers;
    private final MongoWork work;

    private MongoConnection(MongoClient client, WorkerExecutor workers, String database) {
        this.client = client;
        this.workers = workers;
        this.work = new MongoWork(client.getDatabase(database), workers);
    }

    /**
     * Opens a client of a database.
     *
     * @throws IllegalArgumentException if {@code uri} is no connection string; the message does not repeat it, as it may hold a password
     */
    public static MongoConnection open(Vertx vertx, String uri, String database) {
        MongoClient client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(address(uri))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(MongoWork.MAX_CONNECTIONS))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .build());
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("storefront-store", MongoWork.MAX_CONNECTIONS);
        return new MongoConnection(client, workers, database);
    }

    private static ConnectionString address(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("mongo-uri is no MongoDB connection string");
        }
    }

    /** What the stores run on. */
    public MongoWork work() {
        return work;
    }

    /** Fails with {@link MongoUnreachable} if the store does not answer. */
    public Future<Void> ping() {
        return work.run(database -> {
            try {
                database.runCommand(new Document("ping", 1));
                return null;
            } catch (MongoException e) {
                throw new MongoUnreachable("the store does not answer as MongoDB", e);
            }
        });
    }

    /**
     * Fails with {@link MongoNotReplicated} unless a replica set or mongos answers: a shop that runs as a role of its own must survive the
     * loss of a machine, and the embedded store is for one process on one machine.
     */
    public Future<Void> requireReplicated() {
        return work.run(database -> {
            try {
                // Not 'hello': old servers, and the embedded store, know only this one.
                Document answer = client.getDatabase("admin").runCommand(new Document("isMaster", 1));
                if (!answer.containsKey("setName") && !"isdbgrid".equals(answer.getString("msg"))) {
                    throw new MongoNotReplicated();
                }
                return null;
            } catch (MongoException e) {
                throw new MongoUnreachable("the store does not answer as MongoDB", e);
            }
        });
    }

    @Override
    public void close() {
        workers.close();
        client.close();
    }
}
