/**
 * The edges this server knows and the tokens it mints for them (docs/spec/edge-token-v1.md): each edge has a key of its own,
 * derived from a root that only this server holds. Minting is cheap and thread-safe.
 */
@NullMarked
package sealswarm.license.server.edge;

import org.jspecify.annotations.NullMarked;
