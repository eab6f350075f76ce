package sealswarm.license.server.http;

import io.vertx.core.Future;

/** What a route does. Called on the event loop; must not block. */
@FunctionalInterface
public interface ApiHandler {
    /** Answers a request whose caller, rate and size were checked. A {@link ProblemException} becomes a problem document. */
    Future<Reply> handle(ApiRequest request);
}
