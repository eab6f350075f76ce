package sealswarm.license.server.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.vertx.core.buffer.Buffer;
import org.bson.Document;
import org.bson.types.Binary;

/** Inserts under unique keys, and binary values. */
public final class MongoInserts {
    /** Whether an insert was the first of its key. */
    public enum Outcome {
        INSERTED,
        PRESENT
    }

    private MongoInserts() {}

    /** Inserts a document; {@code PRESENT} if a unique key of it is taken. Any other failure is thrown. */
    public static Outcome insert(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return Outcome.INSERTED;
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return Outcome.PRESENT;
            }
            throw refused;
        }
    }

    /** A collection with a unique index over some fields, besides that on {@code _id}. */
    public static MongoCollection<Document> uniqueBy(MongoDatabase database, String name, String... fields) {
        MongoCollection<Document> collection = database.getCollection(name);
        collection.createIndex(Indexes.ascending(fields), new IndexOptions().unique(true));
        return collection;
    }

    public static Binary binary(Buffer bytes) {
        return new Binary(bytes.getBytes());
    }

    public static Buffer buffer(Document document, String field) {
        return Buffer.buffer(document.get(field, Binary.class).getData());
    }
}
