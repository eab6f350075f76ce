package sealswarm.storefront.account;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import sealswarm.storefront.store.MongoVersions;
import sealswarm.storefront.store.MongoWork;
import sealswarm.storefront.store.StoreJson;

/** Sessions in MongoDB: {@code sessions} and {@code signIns}, both by {@code _id} alone. */
public final class MongoSessionStore implements SessionStore {
    private final MongoWork work;

    /** A store on the shop's database. */
    public MongoSessionStore(MongoWork work) {
        this.work = work;
    }

    @Override
    public Future<Void> add(Session session) {
        return work.run(database -> {
            sessions(database).insertOne(StoreJson.document(session.key(), session));
            return null;
        });
    }

    @Override
    public Future<Optional<Session>> find(String key) {
        return work.run(database -> Optional.ofNullable(
                        sessions(database).find(Filters.eq("_id", key)).first())
                .map(document -> StoreJson.value(document, Session.class)));
    }

    @Override
    public Future<Boolean> replace(Session next) {
        Document document = StoreJson.document(next.key(), next);
        return work.run(database -> MongoVersions.replace(sessions(database), document, next.ver()));
    }

    @Override
    public Future<Void> remove(String key) {
        return work.run(database -> {
            sessions(database).deleteOne(Filters.eq("_id", key));
            return null;
        });
    }

    @Override
    public Future<Void> begin(String key, PendingSignIn pending) {
        return work.run(database -> {
            signIns(database).insertOne(StoreJson.document(key, pending));
            return null;
        });
    }

    @Override
    public Future<Optional<PendingSignIn>> take(String key) {
        return work.run(database -> Optional.ofNullable(signIns(database).findOneAndDelete(Filters.eq("_id", key)))
                .map(document -> StoreJson.value(document, PendingSignIn.class)));
    }

    @Override
    public Future<Long> sweep(Instant now) {
        return work.run(database -> {
            long removed = 0;
            for (MongoCollection<Document> all : List.of(sessions(database), signIns(database))) {
                for (Document document : all.find().projection(new Document("expiresAt", 1))) {
                    if (!now.isBefore(Instant.parse(document.getString("expiresAt")))) {
                        removed += all.deleteOne(Filters.eq("_id", document.getString("_id")))
                                .getDeletedCount();
                    }
                }
            }
            return removed;
        });
    }

    private static MongoCollection<Document> sessions(MongoDatabase database) {
        return database.getCollection("sessions");
    }

    private static MongoCollection<Document> signIns(MongoDatabase database) {
        return database.getCollection("signIns");
    }
}
