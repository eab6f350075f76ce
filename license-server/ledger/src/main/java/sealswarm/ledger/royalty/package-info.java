/**
 * Royalties: contracts in dated versions, the line a use falls under, and what it earns each party by policy {@code lr-cum-1}: rates
 * and shares are applied to cumulative totals, so that no cent is made or lost over the life of a contract. Pure; values are
 * immutable, {@link sealswarm.ledger.royalty.Accruals} is for one thread. Specification: docs/spec/journal-v1.md, section 9.
 */
@NullMarked
package sealswarm.ledger.royalty;

import org.jspecify.annotations.NullMarked;
