/**
 * The one implementation of BEP 52's Merkle tree: leaves of 16 KiB hashed with SHA-256, padded with all-zero leaves to a power of
 * two. {@link sealswarm.overlay.merkle.MerkleAccumulator} builds root and piece layer in one pass, {@link
 * sealswarm.overlay.merkle.MerkleTree} holds the layers above a known one and makes proofs, {@link
 * sealswarm.overlay.merkle.HashRequest} is the range of a hash message and its check. Values are immutable; hasher and
 * accumulator belong to one thread. Spec: {@code docs/spec/metainfo-v1.md}, section 3.
 */
@NullMarked
package sealswarm.overlay.merkle;

import org.jspecify.annotations.NullMarked;
