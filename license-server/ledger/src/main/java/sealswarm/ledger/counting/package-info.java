/**
 * Counting: from play receipts with their verdicts to plays that count, and a reason for each that does not. A play is judged once,
 * at the first cut that holds all of it, so a later receipt never changes what a closed period said. Pure; values are immutable,
 * {@link sealswarm.ledger.counting.PlayCounter} is for one thread. Specification: docs/spec/journal-v1.md, section 8.
 */
@NullMarked
package sealswarm.ledger.counting;

import org.jspecify.annotations.NullMarked;
