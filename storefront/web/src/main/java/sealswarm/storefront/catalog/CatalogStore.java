package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.Optional;

/** The listings; every change is a check on {@code ver}. */
public interface CatalogStore {
    /** The listing of a title, on sale or not. */
    Future<Optional<Listing>> find(String titleId);

    /** Adds a listing of {@code ver} 1, or replaces the one whose {@code ver} is one below; says whether it did. */
    Future<Boolean> put(Listing next);

    /** One page of what is on sale. */
    Future<CatalogPage> search(CatalogQuery query);
}
