package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.Set;
import sealswarm.storefront.web.Viewer;

/** What a person owns already, as far as the title page wants to know. */
@FunctionalInterface
public interface Shelf {
    /** Ids of the titles the person may play. */
    Future<Set<String>> of(Viewer viewer);
}
