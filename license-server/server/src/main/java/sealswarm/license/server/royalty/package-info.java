/**
 * Royalties on this server: contracts, the close of a period, statements. Decisions are those of {@link sealswarm.ledger}; here they
 * are fed from the stores and their results written under deterministic ids, so a close may be cut short anywhere and run again.
 * Blocking, run on {@link sealswarm.license.server.http.Workers}; all classes are thread-safe.
 */
@NullMarked
package sealswarm.license.server.royalty;

import org.jspecify.annotations.NullMarked;
