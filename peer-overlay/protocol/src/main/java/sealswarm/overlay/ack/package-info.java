/**
 * What peers prove and confirm to each other: that a certificate is theirs ({@link sealswarm.overlay.ack.Meeting}), and what the
 * downloader of a swarm signs for an uploader, as a chain per session, with the checks that need nothing but the acks themselves.
 * Not to be confused with play receipts: no royalty and no charge ever follows from an ack. Immutable, thread-safe; verifying a
 * signature takes about 0.1 ms. Bytes: docs/spec/transfer-ack-v1.md, docs/spec/peer-wire-v1.md section 4.
 */
@NullMarked
package sealswarm.overlay.ack;

import org.jspecify.annotations.NullMarked;
