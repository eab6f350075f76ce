package sealswarm.storefront.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import org.bson.Document;

/** Writes of documents that carry a {@code ver}: insert the first, replace only the one before. */
public final class MongoVersions {
    private MongoVersions() {}

    /** Adds a document of {@code ver} 1, or replaces the one whose {@code ver} is one below; says whether it did. */
    public static boolean put(MongoCollection<Document> collection, Document next, long ver) {
        return ver == 1 ? insert(collection, next) : replace(collection, next, ver);
    }

    /** Replaces the document whose {@code ver} is one below; says whether it did. */
    public static boolean replace(MongoCollection<Document> collection, Document next, long ver) {
        return collection
                        .replaceOne(
                                Filters.and(Filters.eq("_id", next.getString("_id")), Filters.eq("ver", ver - 1)), next)
                        .getMatchedCount()
                == 1;
    }

    /** Inserts a document; says whether its {@code _id} was free. */
    public static boolean insert(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
