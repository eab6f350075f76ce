/**
 * A durable store that speaks the MongoDB wire protocol inside this process: mongo-java-server for the protocol, H2's MVStore
 * for the pages, and between and below them what both lack. An acknowledged write survives kill -9 and power cut, no reply
 * shows half a document or a fact that a crash could take back, unique indexes agree with their data, and nobody without the
 * process's token is served. For one machine; see {@code docs/architecture/embedded.md}. {@link
 * sealswarm.embedded.store.EmbeddedStore} is the door; it is safe for use by any thread.
 */
@NullMarked
package sealswarm.embedded.store;

import org.jspecify.annotations.NullMarked;
