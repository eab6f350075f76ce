package sealswarm.storefront.studio;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import sealswarm.storefront.store.MongoVersions;
import sealswarm.storefront.store.MongoWork;
import sealswarm.storefront.store.StoreJson;

/** Drafts in MongoDB, collection {@code drafts}, found by {@code _id}; a studio's list reads the collection. */
public final class MongoDraftStore implements DraftStore {
    private final MongoWork work;

    /** A store on the shop's database. */
    public MongoDraftStore(MongoWork work) {
        this.work = work;
    }

    @Override
    public Future<Optional<Draft>> find(String titleId) {
        return work.run(database -> Optional.ofNullable(
                        drafts(database).find(Filters.eq("_id", titleId)).first())
                .map(document -> StoreJson.value(document, Draft.class)));
    }

    @Override
    public Future<Boolean> put(Draft next) {
        return work.run(
                database -> MongoVersions.put(drafts(database), StoreJson.document(next.titleId(), next), next.ver()));
    }

    @Override
    public Future<List<Draft>> ofOwner(String owner) {
        return work.run(database -> {
            List<Draft> found = new ArrayList<>();
            for (Document document : drafts(database)
                    .find(Filters.eq("owner", owner))
                    .sort(Sorts.descending("receivedAt"))
                    .limit(MAX_LISTED)) {
                found.add(StoreJson.value(document, Draft.class));
            }
            return List.copyOf(found);
        });
    }

    private static MongoCollection<Document> drafts(MongoDatabase database) {
        return database.getCollection("drafts");
    }
}
