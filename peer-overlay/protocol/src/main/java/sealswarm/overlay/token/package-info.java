/**
 * What an edge lets in: {@link sealswarm.overlay.token.EdgeToken} (minted by the license server, checked by the edge with one
 * HMAC key per edge), the peer certificate an edge issues for a token's peer key, and the statement by which two peers prove
 * their keys to each other. Bytes and checks only; no clock, no sockets. Everything here is immutable or thread-safe. Bytes:
 * docs/spec/edge-token-v1.md.
 */
@NullMarked
package sealswarm.overlay.token;

import org.jspecify.annotations.NullMarked;
