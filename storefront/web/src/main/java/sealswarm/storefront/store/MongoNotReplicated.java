package sealswarm.storefront.store;

import java.io.Serial;

/** The store is a single server or the embedded one, where a replica set is due. */
public final class MongoNotReplicated extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    MongoNotReplicated() {
        super("the store is neither a replica set nor mongos");
    }
}
