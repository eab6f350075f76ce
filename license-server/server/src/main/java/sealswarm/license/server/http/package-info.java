/**
 * What all rooms share at the HTTP edge: the route table, who may call a route, body limits, problems (RFC 9457), request
 * ids, idempotency keys, rates, health and metrics.
 *
 * <p>Handlers run on the event loop and return futures; blocking store work and cryptography go through {@link
 * sealswarm.license.server.http.Workers}. Nothing here knows a room.
 */
@NullMarked
package sealswarm.license.server.http;

import org.jspecify.annotations.NullMarked;
