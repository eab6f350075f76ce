package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Durable writes per second of this store beside the bare library, which is not durable, and beside the disk's own syncs per
 * second, in one run. {@code -Dsealswarm.bench.seconds=10} for figures; the short run of each build keeps it from rotting.
 */
class StoreRateIT {
    private static final int WRITERS = 16;
    private static final double SECONDS = Double.parseDouble(System.getProperty("sealswarm.bench.seconds", "0.5"));
    private static final String FILLING = "x".repeat(180);

    @TempDir
    Path directory;

    @Test
    void writesDurablyAtARateThatCanBeComparedWithTheBareLibrary() throws Exception {
        double syncs = syncsPerSecond();
        double bare;
        MongoServer server =
                new MongoServer(new H2Backend(directory.resolve("bare.mv").toString()));
        try (MongoClient client = MongoClients.create(server.bindAndGetConnectionString())) {
            bare = insertsPerSecond(client);
        } finally {
            server.shutdownNow();
        }
        double durable;
        try (EmbeddedStore store = EmbeddedStore.open(directory.resolve("store"));
                MongoClient client = MongoClients.create(store.connectionUri())) {
            durable = insertsPerSecond(client);
        }
        String result = "seconds=%.1f writers=%d bare=%.0f/s durable=%.0f/s syncs=%.0f/s%n"
                .formatted(SECONDS, WRITERS, bare, durable, syncs);
        System.out.print(result);
        Path file = Files.createDirectories(Path.of("target", "bench")).resolve("embedded-store.txt");
        Files.writeString(file, result);
        assertTrue(durable > 0 && bare > 0, result);
    }

    /** 250-byte documents from 16 connections, after a warm-up of the same length. */
    private static double insertsPerSecond(MongoClient client) throws InterruptedException {
        MongoCollection<Document> entries = client.getDatabase("shop").getCollection("entries");
        insertsPerSecond(entries, "warm");
        return insertsPerSecond(entries, "run");
    }

    private static double insertsPerSecond(MongoCollection<Document> entries, String run) throws InterruptedException {
        AtomicLong inserted = new AtomicLong();
        long start = System.nanoTime();
        long end = start + (long) (SECONDS * 1e9);
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = run + writer + "-";
            Thread thread = new Thread(() -> {
                for (long n = 0; System.nanoTime() < end; n++) {
                    entries.insertOne(
                            new Document("_id", prefix + n).append("n", n).append("filling", FILLING));
                    inserted.incrementAndGet();
                }
            });
            writers.add(thread);
            thread.start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        return inserted.get() * 1e9 / (System.nanoTime() - start);
    }

    private double syncsPerSecond() throws IOException {
        try (FileChannel file =
                FileChannel.open(directory.resolve("syncs"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            long syncs = 0;
            while (System.nanoTime() - start < SECONDS * 1e9) {
                file.write(ByteBuffer.allocate(4096), syncs * 4096);
                file.force(false);
                syncs++;
            }
            return syncs * 1e9 / (System.nanoTime() - start);
        }
    }
}
