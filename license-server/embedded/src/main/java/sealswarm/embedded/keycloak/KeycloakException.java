package sealswarm.embedded.keycloak;

/** Keycloak cannot be prepared or started; the message names what, where and the fix. */
public final class KeycloakException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeycloakException(String message) {
        super(message);
    }

    KeycloakException(String message, Throwable cause) {
        super(message, cause);
    }
}
