package sealswarm.storefront.catalog;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import sealswarm.storefront.store.MongoVersions;
import sealswarm.storefront.store.MongoWork;

/** Public files in MongoDB, collection {@code files}, one document each: the limit of a file is below a document's. */
public final class MongoShopFileStore implements ShopFileStore {
    private final MongoWork work;

    /** A store on the shop's database. */
    public MongoShopFileStore(MongoWork work) {
        this.work = work;
    }

    @Override
    public Future<Void> put(ShopFile file) {
        Document document = new Document("_id", file.sha256())
                .append("mediaType", file.mediaType())
                .append("bytes", new Binary(file.bytes().getBytes()));
        return work.run(database -> {
            // Not replaced: its type, too, stays what it was when the bytes first came.
            MongoVersions.insert(files(database), document);
            return null;
        });
    }

    @Override
    public Future<Optional<ShopFile>> find(String sha256) {
        return work.run(database -> Optional.ofNullable(
                        files(database).find(Filters.eq("_id", sha256)).first())
                .map(document -> new ShopFile(
                        sha256,
                        document.getString("mediaType"),
                        Buffer.buffer(document.get("bytes", Binary.class).getData()))));
    }

    @Override
    public Future<Boolean> holds(String sha256) {
        return work.run(database -> files(database).countDocuments(Filters.eq("_id", sha256)) == 1);
    }

    private static MongoCollection<Document> files(MongoDatabase database) {
        return database.getCollection("files");
    }
}
