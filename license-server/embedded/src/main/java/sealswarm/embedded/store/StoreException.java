package sealswarm.embedded.store;

/** The store cannot be opened or cannot go on; the message names what, where and the fix, and never a secret. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
