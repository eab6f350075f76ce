package sealswarm.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CollationStrength;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ValidationOptions;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the library below does wrong without saying so. Each test passes as long as the fault is there: when one fails after an
 * upgrade, the fault is cured and its refusal in {@link Unsupported} may go.
 */
class BareServerIT {
    private MongoServer server;
    private MongoClient client;
    private MongoDatabase database;

    @BeforeEach
    void start() {
        server = new MongoServer(H2Backend.inMemory());
        client = MongoClients.create(server.bindAndGetConnectionString());
        database = client.getDatabase("shop");
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void enforcesAPartialUniqueIndexOnEveryDocument() {
        MongoCollection<Document> tracks = database.getCollection("tracks");
        tracks.createIndex(
                Indexes.ascending("isrc"),
                new IndexOptions().unique(true).partialFilterExpression(Filters.eq("kind", "audio")));
        tracks.insertOne(new Document("_id", 1).append("isrc", "X"));
        assertThrows(MongoWriteException.class, () -> tracks.insertOne(new Document("_id", 2).append("isrc", "X")));
    }

    @Test
    void neverExpiresADocument() {
        MongoCollection<Document> nonces = database.getCollection("nonces");
        nonces.createIndex(Indexes.ascending("at"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
        nonces.insertOne(new Document("_id", 1).append("at", Instant.EPOCH));
        assertEquals(1, nonces.countDocuments());
    }

    @Test
    void comparesByteForByteWhateverTheCollation() {
        MongoCollection<Document> names = database.getCollection("names");
        names.insertOne(new Document("_id", "Film"));
        Collation caseless = Collation.builder()
                .locale("en")
                .collationStrength(CollationStrength.PRIMARY)
                .build();
        assertEquals(
                0,
                names.find(Filters.eq("_id", "film"))
                        .collation(caseless)
                        .into(new ArrayList<>())
                        .size());
    }

    @Test
    void acceptsWhatAValidatorForbids() {
        database.createCollection(
                "prices",
                new CreateCollectionOptions()
                        .validationOptions(new ValidationOptions().validator(Filters.gte("amount", 0))));
        database.getCollection("prices").insertOne(new Document("_id", 1).append("amount", -1));
        assertEquals(1, database.getCollection("prices").countDocuments());
    }

    @Test
    void makesAViewThatShowsNothing() {
        database.getCollection("sales").insertOne(new Document("_id", 1));
        database.createView("seen", "sales", List.of());
        assertEquals(0, database.getCollection("seen").countDocuments());
    }

    @Test
    void countsTheInsertsOfAFailedBulkWrong() {
        MongoCollection<Document> entries = database.getCollection("entries");
        entries.insertOne(new Document("_id", 2));
        MongoBulkWriteException failed = assertThrows(
                MongoBulkWriteException.class,
                () -> entries.insertMany(
                        List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3)),
                        new InsertManyOptions().ordered(true)));
        assertEquals(1, failed.getWriteErrors().get(0).getIndex());
        assertEquals(2, entries.countDocuments());
        assertTrue(failed.getWriteResult().getInsertedCount() > 1);
    }
}
