package sealswarm.storefront.catalog;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import sealswarm.storefront.store.MongoVersions;
import sealswarm.storefront.store.MongoWork;
import sealswarm.storefront.store.StoreJson;

/**
 * Listings in MongoDB, collection {@code catalog}. Words are looked for as literal text, so no search can be made slow
 * by its pattern. A search reads the collection; the catalogue of one shop is small beside the store's rate.
 */
public final class MongoCatalogStore implements CatalogStore {
    private final MongoWork work;

    /** A store on the shop's database. */
    public MongoCatalogStore(MongoWork work) {
        this.work = work;
    }

    @Override
    public Future<Optional<Listing>> find(String titleId) {
        return work.run(database -> Optional.ofNullable(
                        listings(database).find(Filters.eq("_id", titleId)).first())
                .map(MongoCatalogStore::listing));
    }

    @Override
    public Future<Boolean> put(Listing next) {
        return work.run(database -> MongoVersions.put(listings(database), document(next), next.ver()));
    }

    @Override
    public Future<CatalogPage> search(CatalogQuery query) {
        return work.run(database -> {
            List<Listing> found = new ArrayList<>();
            for (Document document : listings(database)
                    .find(filter(query))
                    .sort(Sorts.ascending("sortKey"))
                    .limit(CatalogQuery.PAGE_SIZE + 1)) {
                found.add(listing(document));
            }
            return CatalogPage.of(found);
        });
    }

    private static Bson filter(CatalogQuery query) {
        List<Bson> all = new ArrayList<>();
        all.add(Filters.eq("state", Listing.State.LIVE.name()));
        all.add(Filters.gt("sortKey", query.after()));
        if (query.medium() != CatalogQuery.Medium.ALL) {
            all.add(Filters.eq("medium", query.medium().text()));
        }
        for (String word : query.words()) {
            all.add(Filters.regex("searchText", Pattern.quote(word)));
        }
        return Filters.and(all);
    }

    private static Document document(Listing listing) {
        CatalogQuery.Medium medium = listing.isAudio() ? CatalogQuery.Medium.AUDIO : CatalogQuery.Medium.VIDEO;
        return StoreJson.document(listing.titleId(), listing)
                .append("searchText", CatalogQuery.searchTextOf(listing))
                .append("medium", medium.text());
    }

    private static Listing listing(Document document) {
        document.remove("searchText");
        document.remove("medium");
        return StoreJson.value(document, Listing.class);
    }

    private static MongoCollection<Document> listings(MongoDatabase database) {
        return database.getCollection("catalog");
    }
}
