/**
 * The auditor's checks of everything that must agree with the journal: statements, accruals and closes are derived again from entries,
 * contracts and receipts, charges are matched with orders, grants and plays. Pure; values are immutable.
 * Specification: docs/spec/journal-v1.md, section 12.
 */
@NullMarked
package sealswarm.ledger.audit;

import org.jspecify.annotations.NullMarked;
