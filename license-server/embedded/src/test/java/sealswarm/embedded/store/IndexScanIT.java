package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an index answers must be what a scan of the whole collection answers. */
class IndexScanIT {
    private static final int DOCUMENTS = 400;

    @TempDir
    Path directory;

    @Test
    void findsThroughIndexesWhatAScanFinds() {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> indexed = client.getDatabase("shop").getCollection("indexed");
            MongoCollection<Document> plain = client.getDatabase("shop").getCollection("plain");
            indexed.createIndex(Indexes.ascending("book", "seq"), new IndexOptions().unique(true));
            indexed.createIndex(Indexes.ascending("state", "at"));
            indexed.createIndex(Indexes.ascending("tags"), new IndexOptions().sparse(true));
            Random random = new Random(3);
            fill(random, indexed, plain);
            for (int i = 0; i < 300; i++) {
                Bson query = query(random);
                assertEquals(ids(plain, query), ids(indexed, query), () -> "differs for " + query.toBsonDocument());
            }
            change(new Random(5), indexed);
            change(new Random(5), plain);
            for (int i = 0; i < 300; i++) {
                Bson query = query(random);
                assertEquals(ids(plain, query), ids(indexed, query), () -> "differs for " + query.toBsonDocument());
            }
        }
        assertIndexesAgreeWithData();
    }

    private static void fill(Random random, MongoCollection<Document> indexed, MongoCollection<Document> plain) {
        for (int n = 0; n < DOCUMENTS; n++) {
            Document document = new Document("_id", "id-" + n)
                    .append("book", "b" + n % 3)
                    .append("seq", n % 2 == 0 ? (Object) (long) n : (Object) (n + 0.5));
            if (random.nextInt(4) > 0) {
                document.append("state", random.nextBoolean() ? "open" : 7);
            }
            document.append("at", random.nextInt(5) == 0 ? null : random.nextInt(20));
            if (random.nextBoolean()) {
                document.append("tags", List.of("t" + random.nextInt(4), "t" + random.nextInt(4)));
            }
            indexed.insertOne(document);
            plain.insertOne(document);
        }
    }

    private static void change(Random random, MongoCollection<Document> collection) {
        for (int n = 0; n < 150; n++) {
            String id = "id-" + random.nextInt(DOCUMENTS);
            switch (random.nextInt(4)) {
                case 0 -> collection.deleteOne(Filters.eq("_id", id));
                case 1 -> collection.updateOne(Filters.eq("_id", id), Updates.unset("state"));
                case 2 ->
                    collection.updateOne(
                            Filters.and(Filters.eq("_id", id), Filters.gte("seq", 0)),
                            Updates.combine(Updates.set("state", "done"), Updates.set("at", random.nextInt(20))));
                default -> collection.updateOne(Filters.eq("_id", id), Updates.addToSet("tags", "t9"));
            }
        }
    }

    private static Bson query(Random random) {
        int at = random.nextInt(20);
        return switch (random.nextInt(10)) {
            case 0 -> Filters.and(Filters.eq("book", "b1"), Filters.gte("seq", at * 20));
            case 1 -> Filters.and(Filters.eq("book", "b2"), Filters.gt("seq", at * 10), Filters.lt("seq", at * 20));
            case 2 -> Filters.and(Filters.eq("_id", "id-" + at), Filters.eq("book", "b" + at % 3));
            case 3 -> Filters.gt("_id", "id-" + at);
            case 4 -> Filters.and(Filters.eq("state", "open"), Filters.lte("at", at));
            case 5 -> Filters.eq("state", 7.0);
            case 6 -> Filters.and(Filters.eq("state", "open"), Filters.eq("at", null));
            case 7 -> Filters.eq("tags", "t" + random.nextInt(10));
            case 8 -> Filters.and(Filters.in("_id", "id-1", "id-" + at), Filters.exists("state"));
            default -> Filters.or(Filters.eq("book", "b0"), Filters.eq("at", at));
        };
    }

    private static List<Object> ids(MongoCollection<Document> collection, Bson query) {
        return collection
                .find(query)
                .sort(Sorts.ascending("_id"))
                .map(document -> document.get("_id"))
                .into(new ArrayList<>());
    }

    private void assertIndexesAgreeWithData() {
        try (PageFile pages = PageFile.open(directory.resolve("store.pages"))) {
            assertEquals(0, Opened.rebuilt(pages));
        }
    }
}
