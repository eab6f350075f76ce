/**
 * Key hierarchy and identifiers (spec package-v1, sections 1 and 3): title key, track key, content key with its public commitment, the
 * Ed25519 pair that signs documents, and the derivations all of them share. Keys are closable and may be used by several threads until
 * they are closed; identifiers are immutable.
 */
@NullMarked
package sealswarm.format.key;

import org.jspecify.annotations.NullMarked;
