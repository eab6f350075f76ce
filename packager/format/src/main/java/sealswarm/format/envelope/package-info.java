/**
 * Signed documents (spec package-v1, section 2): exact payload bytes with one to four Ed25519 signatures, verified only for a document
 * type and the keys trusted for that type. Immutable; verifying is CPU work and belongs off the event loop.
 */
@NullMarked
package sealswarm.format.envelope;

import org.jspecify.annotations.NullMarked;
