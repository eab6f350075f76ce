/**
 * Transfer acks: what the downloader of a swarm signs for an uploader, as a chain per session, and the checks that need nothing
 * but the acks themselves. Not to be confused with play receipts: no royalty and no charge ever follows from an ack. Immutable,
 * thread-safe; verifying a signature takes about 0.1 ms. Bytes: docs/spec/transfer-ack-v1.md.
 */
@NullMarked
package sealswarm.overlay.ack;

import org.jspecify.annotations.NullMarked;
