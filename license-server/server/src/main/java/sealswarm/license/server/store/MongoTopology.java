package sealswarm.license.server.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import sealswarm.console.exit.Refusal;

/** What kind of database a connection string leads to. */
public final class MongoTopology {
    private static final long SELECTION_SECONDS = 8;

    private MongoTopology() {}

    /**
     * Refuses anything but a replica set or mongos: a role that runs alone must survive the loss of a machine, and the embedded
     * store is for one process on one machine.
     *
     * @throws Refusal usage, or network if the store does not answer
     */
    public static void requireProduction(String uri) {
        MongoClientSettings settings;
        try {
            settings = MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(uri))
                    .applyToClusterSettings(
                            cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                    .build();
        } catch (IllegalArgumentException malformed) {
            // Its message quotes the string, which may hold a password.
            throw Refusal.usage(
                    "configuration", "mongo-uri is no MongoDB connection string", "mongodb://HOST:PORT/...");
        }
        try (MongoClient client = MongoClients.create(settings)) {
            // Not 'hello': old servers, and the embedded store, know only this one.
            Document answer = client.getDatabase("admin").runCommand(new Document("isMaster", 1));
            if (!answer.containsKey("setName") && !"isdbgrid".equals(answer.getString("msg"))) {
                throw Refusal.usage(
                        "store-not-replicated",
                        "mongo-uri leads to a single server or the embedded store",
                        "use a replica set or mongos; for one machine run 'sealswarm serve'");
            }
        } catch (MongoException unreachable) {
            throw Refusal.network(
                    "store-unreachable", "the store does not answer", "start MongoDB, or correct mongo-uri");
        }
    }

    /** Whether a failure means that the store cannot be reached. */
    public static boolean isUnreachable(@Nullable Throwable failure) {
        return failure instanceof MongoException;
    }
}
