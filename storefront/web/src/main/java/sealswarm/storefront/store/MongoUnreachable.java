package sealswarm.storefront.store;

import java.io.Serial;

/** The store did not answer, or not as the shop needs. */
public final class MongoUnreachable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    MongoUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
