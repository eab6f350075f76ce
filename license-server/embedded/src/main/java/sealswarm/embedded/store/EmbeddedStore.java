package sealswarm.embedded.store;

import de.bwaldvogel.mongo.MongoServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running store on a random loopback port.
 *
 * <p>A reply means: the write is on the disk. For one process on one machine; roles that run alone refuse it and want a
 * replica set. Safe for use by any thread.
 */
public final class EmbeddedStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);

    /** More than the connections of all pools together, because a connection's thread waits while its write is made durable. */
    private static final int WORKER_THREADS = 256;

    private final StoreDirectory directory;
    private final PageFile pages;
    private final MongoServer server;
    private final Gate gate;

    private EmbeddedStore(StoreDirectory directory, PageFile pages, MongoServer server, Gate gate) {
        this.directory = directory;
        this.pages = pages;
        this.server = server;
        this.gate = gate;
    }

    /**
     * Opens the store in {@code directory}, making it where it is missing, and ends this process if a commit ever fails: after
     * that nothing is known about what is durable.
     *
     * @throws StoreException if the directory cannot be used, is in use, or its files are damaged
     */
    public static EmbeddedStore open(Path directory) {
        return open(directory, new SecureRandom(), Clock.systemUTC(), failure -> {
            LOG.error("store failed, the process ends", failure);
            Runtime.getRuntime().halt(1);
        });
    }

    /**
     * As {@link #open(Path)} with the ports given.
     *
     * @param onFailure told once, from any thread, when a commit has failed; no command is served afterwards
     */
    public static EmbeddedStore open(Path directory, SecureRandom random, Clock clock, Consumer<Throwable> onFailure) {
        StoreDirectory locked = StoreDirectory.lock(directory);
        try {
            return open(locked, PageFile.open(locked.pageFile()), new Gate(random), clock, onFailure);
        } catch (RuntimeException e) {
            locked.close();
            throw e;
        }
    }

    private static EmbeddedStore open(
            StoreDirectory directory, PageFile pages, Gate gate, Clock clock, Consumer<Throwable> onFailure) {
        try {
            StoreBackend backend = new StoreBackend(pages.pages(), gate, new GroupCommit(pages, onFailure), clock);
            backend.openDatabases();
            MongoServer server = new MongoServer(backend);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, WORKER_THREADS);
            LOG.info(
                    "store open directory={} port={}",
                    directory,
                    server.getLocalAddress().getPort());
            return new EmbeddedStore(directory, pages, server, gate);
        } catch (RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    /**
     * The MongoDB connection string. It carries the token of this process as {@code appName}: treat it as a secret, and keep
     * the driver's logger {@code org.mongodb.driver.client} at WARN, because it prints that name at INFO.
     */
    public String connectionUri() {
        return "mongodb://127.0.0.1:" + server.getLocalAddress().getPort() + "/?appName=" + gate.token();
    }

    /** Stops serving, writes everything out and releases the directory. Close the clients first. */
    @Override
    public void close() {
        server.shutdownNow();
        pages.close();
        directory.close();
    }
}
