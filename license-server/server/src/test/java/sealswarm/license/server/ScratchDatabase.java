package sealswarm.license.server;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own for a test: on the replica set named by {@code SEALSWARM_TEST_MONGO_URI}, else on a server in this
 * process.
 */
public final class ScratchDatabase implements AutoCloseable {
    private final @Nullable MongoServer server;
    private final MongoClient client;
    private final MongoDatabase database;

    private ScratchDatabase(@Nullable MongoServer server, String uri) {
        this.server = server;
        this.client = MongoClients.create(uri);
        byte[] name = new byte[6];
        new Random().nextBytes(name);
        this.database = client.getDatabase("scratch-" + HexFormat.of().formatHex(name));
    }

    public static ScratchDatabase open() {
        String given = System.getenv("SEALSWARM_TEST_MONGO_URI");
        if (given != null) {
            return new ScratchDatabase(null, given);
        }
        MongoServer server = new MongoServer(new MemoryBackend());
        return new ScratchDatabase(server, server.bindAndGetConnectionString());
    }

    public MongoDatabase database() {
        return database;
    }

    @Override
    public void close() {
        database.drop();
        client.close();
        if (server != null) {
            server.shutdownNow();
        }
    }
}
