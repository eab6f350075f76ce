package sealswarm.license.server.keystore;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;

/** {@link SecretStore} on MongoDB; {@code _id} is {@code use:generation}, so two servers that start at once agree on one key. */
public final class MongoSecretStore implements SecretStore {
    private final MongoCollection<Document> keys;

    public MongoSecretStore(MongoDatabase database) {
        this.keys = database.getCollection("serverKeys");
    }

    @Override
    public List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        for (Document found : keys.find()) {
            entries.add(new Entry(
                    SecretUse.valueOf(found.getString("use")),
                    found.getInteger("generation"),
                    new Sealed(
                            new KekId(found.getString("kekId")),
                            Buffer.buffer(found.get("sealed", Binary.class).getData())),
                    found.getDate("createdAt").toInstant()));
        }
        entries.sort(Comparator.comparing(Entry::use).thenComparing(Entry::generation));
        return entries;
    }

    @Override
    public void insertIfAbsent(Entry entry) {
        try {
            keys.insertOne(new Document("_id", id(entry))
                    .append("use", entry.use().name())
                    .append("generation", entry.generation())
                    .append("kekId", entry.sealed().kekId().text())
                    .append("sealed", new Binary(entry.sealed().bytes().getBytes()))
                    .append("createdAt", Date.from(entry.createdAt())));
        } catch (MongoWriteException refused) {
            if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw refused;
            }
        }
    }

    @Override
    public void replace(Entry entry) {
        keys.updateOne(
                Filters.eq("_id", id(entry)),
                Updates.combine(
                        Updates.set("kekId", entry.sealed().kekId().text()),
                        Updates.set("sealed", new Binary(entry.sealed().bytes().getBytes()))));
    }

    private static String id(Entry entry) {
        return entry.use().text() + ":" + entry.generation();
    }
}
