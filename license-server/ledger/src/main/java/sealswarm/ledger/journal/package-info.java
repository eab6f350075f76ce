/**
 * The journal: one immutable entry per money event, holding all its postings, chained by sequence number and hash; the grammar of
 * accounts; balances as a projection of the chain; the verification that names the first bad entry. Values are immutable;
 * {@link sealswarm.ledger.journal.Projection} and {@link sealswarm.ledger.journal.JournalVerifier} are for one thread.
 * Specification: docs/spec/journal-v1.md.
 */
@NullMarked
package sealswarm.ledger.journal;

import org.jspecify.annotations.NullMarked;
