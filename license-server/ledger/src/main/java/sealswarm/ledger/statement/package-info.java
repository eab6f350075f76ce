/**
 * The close of a period: from the journal up to the cut and the receipts within it to accrual entries and one immutable statement
 * per party, the same bytes in every run. Pure; values are immutable, {@link sealswarm.ledger.statement.CloseFold} is for one thread.
 * Specification: docs/spec/journal-v1.md, section 10.
 */
@NullMarked
package sealswarm.ledger.statement;

import org.jspecify.annotations.NullMarked;
