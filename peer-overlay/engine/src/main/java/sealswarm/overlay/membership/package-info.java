/**
 * Who peers are and what they confirm to each other ({@code ss_auth}, {@code ss_ack}): proofs of certificates, signed acks for what
 * was verified, acks collected for the edge. The core is sans-I/O on the swarm's event loop; signatures are made and checked there
 * (0.1 to 0.4 ms each, and limited in number), HTTP and files are in {@link sealswarm.overlay.membership.EdgeDesk} and {@link
 * sealswarm.overlay.membership.AckFile}. Bytes: docs/spec/peer-wire-v1.md section 4, docs/spec/transfer-ack-v1.md.
 */
@NullMarked
package sealswarm.overlay.membership;

import org.jspecify.annotations.NullMarked;
