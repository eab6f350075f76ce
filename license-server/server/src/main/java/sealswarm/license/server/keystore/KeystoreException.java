package sealswarm.license.server.keystore;

/** A key cannot be had: wrong or missing KEK, or a stored value that is not what was sealed. Never holds key bytes. */
public final class KeystoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeystoreException(String message) {
        super(message);
    }
}
