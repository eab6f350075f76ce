package sealswarm.license.server;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sealswarm.embedded.store.EmbeddedStore;

/**
 * A database of its own for a test: on the replica set named by {@code SEALSWARM_TEST_MONGO_URI}, else on the embedded store,
 * opened once per JVM.
 */
public final class ScratchDatabase implements AutoCloseable {
    private static @Nullable EmbeddedStore shared;

    private final String uri;
    private final MongoClient client;
    private final MongoDatabase database;
    private final Runnable afterwards;

    private ScratchDatabase(String uri, String name, Consumer<MongoDatabase> afterwards) {
        this.uri = uri;
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(name);
        this.afterwards = () -> afterwards.accept(database);
    }

    public static ScratchDatabase open() {
        String given = System.getenv("SEALSWARM_TEST_MONGO_URI");
        byte[] name = new byte[6];
        new Random().nextBytes(name);
        return new ScratchDatabase(
                given == null ? embedded().connectionUri() : given,
                "scratch-" + HexFormat.of().formatHex(name),
                MongoDatabase::drop);
    }

    /** The database in a directory, on an embedded store of its own: what a process left there when it was killed, too. */
    public static ScratchDatabase in(Path directory) {
        EmbeddedStore store = EmbeddedStore.open(directory);
        return new ScratchDatabase(store.connectionUri(), "kept", kept -> store.close());
    }

    private static synchronized EmbeddedStore embedded() {
        if (shared == null) {
            try {
                EmbeddedStore opened = EmbeddedStore.open(Files.createTempDirectory("license-store"));
                Runtime.getRuntime().addShutdownHook(new Thread(opened::close));
                shared = opened;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return shared;
    }

    public MongoDatabase database() {
        return database;
    }

    /** For a client of the test's own; carries the store's token. */
    public String uri() {
        return uri;
    }

    @Override
    public void close() {
        afterwards.run();
        client.close();
    }
}
