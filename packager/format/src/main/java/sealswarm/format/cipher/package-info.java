/**
 * Bulk encryption that keeps offsets, and the one way back (spec package-v1, section 5): ciphertext becomes a {@link
 * sealswarm.format.cipher.VerifiedBlock} only by passing a {@link sealswarm.format.cipher.TrackVerifier}, and only such a block can be
 * decrypted. Sealing and checking run on a pool the caller owns; each class states its thread rule.
 */
@NullMarked
package sealswarm.format.cipher;

import org.jspecify.annotations.NullMarked;
