package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Listings of one process, for tests; held to the same contract as the real store. */
final class InMemoryCatalogStore implements CatalogStore {
    private final Map<String, Listing> listings = new ConcurrentHashMap<>();

    @Override
    public Future<Optional<Listing>> find(String titleId) {
        return Future.succeededFuture(Optional.ofNullable(listings.get(titleId)));
    }

    @Override
    public Future<Boolean> put(Listing next) {
        AtomicBoolean kept = new AtomicBoolean();
        listings.compute(next.titleId(), (id, known) -> {
            kept.set(known == null ? next.ver() == 1 : known.ver() == next.ver() - 1);
            return kept.get() ? next : known;
        });
        return Future.succeededFuture(kept.get());
    }

    @Override
    public Future<CatalogPage> search(CatalogQuery query) {
        return Future.succeededFuture(CatalogPage.of(listings.values().stream()
                .filter(query::matches)
                .sorted(Comparator.comparing(Listing::sortKey))
                .limit(CatalogQuery.PAGE_SIZE + 1)
                .toList()));
    }
}
