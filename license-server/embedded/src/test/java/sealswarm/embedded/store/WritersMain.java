package sealswarm.embedded.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import org.bson.Document;

/**
 * The child of {@link StoreCrashIT}: opens a store and lets writers insert and update until it is killed, saying each
 * acknowledgement. Arguments: directory, round, writers.
 */
public final class WritersMain {
    private WritersMain() {}

    public static void main(String[] arguments) {
        EmbeddedStore store = EmbeddedStore.open(Path.of(arguments[0]));
        MongoClient client = MongoClients.create(store.connectionUri());
        MongoCollection<Document> entries = client.getDatabase("shop").getCollection("entries");
        entries.createIndex(Indexes.ascending("writer", "round", "n"), new IndexOptions().unique(true));
        for (int writer = 0; writer < Integer.parseInt(arguments[2]); writer++) {
            int number = writer;
            new Thread(() -> write(entries, number, Integer.parseInt(arguments[1]))).start();
        }
        new Thread(() -> read(entries)).start();
    }

    private static void write(MongoCollection<Document> entries, int writer, int round) {
        for (long n = 1; ; n++) {
            entries.insertOne(entry(writer, round, n));
            say("inserted " + writer + " " + n);
            entries.updateOne(
                    Filters.eq("_id", "pair-" + writer),
                    Updates.combine(
                            Updates.set("first", round * 1_000_000L + n),
                            Updates.set("filling", "x".repeat((int) (n % 200))),
                            Updates.set("second", round * 1_000_000L + n),
                            Updates.setOnInsert("writer", writer),
                            Updates.setOnInsert("round", -1)),
                    new UpdateOptions().upsert(true));
            say("updated " + writer + " " + (round * 1_000_000L + n));
        }
    }

    private static void read(MongoCollection<Document> entries) {
        for (int n = 0; ; n++) {
            Document pair = entries.find(Filters.eq("_id", "pair-" + n % 3)).first();
            if (pair != null) {
                say("read " + pair.getLong("first") + " " + pair.getLong("second"));
            }
        }
    }

    static Document entry(int writer, int round, long n) {
        return new Document("_id", writer + "-" + round + "-" + n)
                .append("writer", writer)
                .append("round", round)
                .append("n", n)
                .append("body", new Document("amount", n * 7).append("text", "entry ".repeat((int) (n % 50))));
    }

    private static void say(String line) {
        synchronized (WritersMain.class) {
            System.out.println(line);
        }
    }
}
