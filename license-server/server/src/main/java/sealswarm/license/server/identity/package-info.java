/**
 * Who is calling: access tokens of the realm are verified here without asking the identity server, and the realm itself is
 * provisioned, idempotently, at each start. Tokens are checked on the event loop; everything that talks to the admin API
 * blocks and runs on a worker.
 */
@NullMarked
package sealswarm.license.server.identity;

import org.jspecify.annotations.NullMarked;
