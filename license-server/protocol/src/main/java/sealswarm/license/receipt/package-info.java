/**
 * Play receipts: entries of a device's hash-chained log, signed segment heads, the server's signed head, and the checks on them
 * (spec receipt-v1). Immutable values and pure checks.
 */
@NullMarked
package sealswarm.license.receipt;

import org.jspecify.annotations.NullMarked;
