/**
 * Sealed packages: a signed manifest, ciphertext that any untrusted host may carry, and keys that only the license server can open. This
 * package is the facade; the parts are {@code json}, {@code envelope}, {@code key}, {@code wrap}, {@code cipher} and {@code manifest}.
 * Spec: package-v1.
 */
@NullMarked
package sealswarm.format;

import org.jspecify.annotations.NullMarked;
