package sealswarm.license.server.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Fetches the issuer's key set (RFC 7517) from its one pinned address. */
@FunctionalInterface
interface KeySource {
    /** The document's bytes; fails if it cannot be had or is larger than {@link IssuerKeys#MAX_BYTES}. Never blocks. */
    Future<Buffer> fetch();
}
