package sealswarm.license.server.http;

import io.vertx.core.Future;

/** Turns a bearer token into a caller. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Checks a token. Called on the event loop; must not block.
     *
     * @return the caller, or a failure with a {@link ProblemException} of type {@code unauthenticated}
     */
    Future<Caller> authenticate(String bearerToken);
}
