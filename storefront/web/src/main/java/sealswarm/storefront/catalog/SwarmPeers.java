package sealswarm.storefront.catalog;

import io.vertx.core.Future;
import java.util.OptionalInt;

/** How many peers share a title right now, as an edge sees it; nothing when no edge says so, never a guess. */
@FunctionalInterface
public interface SwarmPeers {
    /** Peers of the title's main track. */
    Future<OptionalInt> of(Listing listing);
}
