package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreIT {
    private static final IndexOptions UNIQUE = new IndexOptions().unique(true);

    @TempDir
    Path directory;

    @Test
    void keepsDocumentsAndUniqueIndexesWhenClosedAndOpenedAgain() {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> entries = entries(client);
            entries.createIndex(Indexes.ascending("book", "seq"), UNIQUE);
            entries.insertOne(new Document("_id", "a").append("book", "eur").append("seq", 1L));
        }
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> entries = entries(client);
            assertEquals("eur", entries.find(Filters.eq("_id", "a")).first().getString("book"));
            MongoWriteException refused = assertThrows(
                    MongoWriteException.class,
                    () -> entries.insertOne(
                            new Document("_id", "b").append("book", "eur").append("seq", 1L)));
            assertEquals(ErrorCategory.DUPLICATE_KEY, refused.getError().getCategory());
            assertEquals(1, entries.countDocuments());
        }
    }

    @Test
    void servesWhatTheShopBuildsOn() {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> entries = entries(client);
            FindOneAndUpdateOptions upsert =
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
            for (long expected = 1; expected <= 3; expected++) {
                Document counter =
                        entries.findOneAndUpdate(Filters.eq("_id", "counter"), Updates.inc("ver", 1L), upsert);
                assertEquals(expected, counter.getLong("ver"));
            }
            assertEquals(
                    1,
                    entries.updateOne(
                                    Filters.and(Filters.eq("_id", "counter"), Filters.eq("ver", 3L)),
                                    Updates.set("ver", 4L))
                            .getModifiedCount());
            assertEquals(
                    0,
                    entries.updateOne(
                                    Filters.and(Filters.eq("_id", "counter"), Filters.eq("ver", 3L)),
                                    Updates.set("ver", 5L))
                            .getMatchedCount());
            entries.insertMany(List.of(new Document("_id", 1), new Document("_id", 2L), new Document("_id", "3")));
            assertEquals(4, entries.countDocuments());
            assertEquals(
                    1,
                    entries.find(Filters.eq("_id", 1L)).into(new ArrayList<>()).size());
            assertEquals(1, entries.deleteOne(Filters.eq("_id", 2)).getDeletedCount());
        }
    }

    @Test
    void refusesAClientWithoutTheTokenWhateverItAsks() {
        try (EmbeddedStore store = EmbeddedStore.open(directory)) {
            String anonymous = store.connectionUri().replaceAll("\\?.*", "?serverSelectionTimeoutMS=1500");
            String wrong = anonymous + "&appName=" + "0".repeat(64);
            for (String uri : List.of(anonymous, wrong)) {
                try (MongoClient client = MongoClients.create(uri)) {
                    MongoException refused = assertThrows(
                            MongoException.class, () -> entries(client).countDocuments());
                    assertSays("13 (Unauthorized)", refused);
                }
            }
        }
    }

    @Test
    void refusesASecondInstanceAndServesTheFirstOn() {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            StoreException refused = assertThrows(StoreException.class, () -> EmbeddedStore.open(directory));
            assertSays("is in use by another process (fix:", refused);
            entries(client).insertOne(new Document("_id", 1));
        }
    }

    @Test
    void closesItsDirectoryToOthers() throws Exception {
        Path inner = Files.createDirectory(
                directory.resolve("store"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        EmbeddedStore.open(inner).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)));
    }

    @Test
    void refusesADirectoryThatIsAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        StoreException refused = assertThrows(StoreException.class, () -> EmbeddedStore.open(file));
        assertSays("(fix:", refused);
    }

    @Test
    void refusesWhatTheLibraryWouldSilentlyIgnore() {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> entries = entries(client);
            IndexOptions partial = new IndexOptions().unique(true).partialFilterExpression(Filters.exists("isrc"));
            IndexOptions expiring = new IndexOptions().expireAfter(1L, TimeUnit.SECONDS);
            for (IndexOptions option : List.of(partial, expiring)) {
                MongoCommandException refused = assertThrows(
                        MongoCommandException.class, () -> entries.createIndex(Indexes.ascending("isrc"), option));
                assertEquals(115, refused.getErrorCode());
            }
            MongoCommandException merge = assertThrows(
                    MongoCommandException.class, () -> entries.aggregate(List.of(new Document("$out", "other")))
                            .toCollection());
            assertEquals(115, merge.getErrorCode());
        }
    }

    @Test
    void doesNotTakeAnIndexThatCouldNotBeBuiltForAFinishedOne() {
        try (EmbeddedStore store = EmbeddedStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionUri())) {
            MongoCollection<Document> entries = entries(client);
            entries.insertMany(List.of(new Document("_id", 1).append("k", 7), new Document("_id", 2).append("k", 7)));
            assertThrows(MongoException.class, () -> entries.createIndex(Indexes.ascending("k"), UNIQUE));
            assertThrows(MongoException.class, () -> entries.createIndex(Indexes.ascending("k"), UNIQUE));
            entries.deleteOne(Filters.eq("_id", 2));
            entries.createIndex(Indexes.ascending("k"), UNIQUE);
            assertThrows(MongoWriteException.class, () -> entries.insertOne(new Document("_id", 3).append("k", 7)));
        }
    }

    private static MongoCollection<Document> entries(MongoClient client) {
        return client.getDatabase("shop").getCollection("entries");
    }

    private static void assertSays(String expected, Throwable refused) {
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(expected), message);
    }
}
