/**
 * The server's keys: key-encryption keys (KEK) from outside the database, everything else in the database sealed under them.
 * Without a KEK the server is sealed: it starts, answers health, and refuses whatever needs a key.
 *
 * <p>Secrets are closable and redacted; sealing, opening and signing are CPU work and belong off the event loop.
 */
@NullMarked
package sealswarm.license.server.keystore;

import org.jspecify.annotations.NullMarked;
