package sealswarm.storefront.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One page of an answer.
 *
 * @param listings at most {@link CatalogQuery#PAGE_SIZE}, by sort key
 * @param more whether there are further ones
 */
public record CatalogPage(List<Listing> listings, boolean more) {
    /** Keeps a copy. */
    public CatalogPage {
        listings = List.copyOf(listings);
    }

    /** The page of at most one listing more than fits. */
    static CatalogPage of(List<Listing> found) {
        boolean more = found.size() > CatalogQuery.PAGE_SIZE;
        return new CatalogPage(found.subList(0, Math.min(found.size(), CatalogQuery.PAGE_SIZE)), more);
    }

    /** Where the next page begins, if there is one. */
    public Optional<String> next() {
        return more ? Optional.of(listings.get(listings.size() - 1).sortKey()) : Optional.empty();
    }
}
