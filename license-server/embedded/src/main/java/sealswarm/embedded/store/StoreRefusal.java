package sealswarm.embedded.store;

import de.bwaldvogel.mongo.exception.MongoServerError;

/**
 * A command that the library below would accept and then silently not honour, refused instead (error 115,
 * {@code CommandNotSupported}).
 */
final class StoreRefusal extends MongoServerError {
    private static final long serialVersionUID = 1L;

    StoreRefusal(String what) {
        super(115, "CommandNotSupported", what + " is not supported by the embedded store");
    }
}
