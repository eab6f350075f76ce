/**
 * The journal of this server: its store, its one writer with group commit, and its dump. Every money event of the rooms around it
 * goes through {@link sealswarm.license.server.ledger.Journal}; nothing else writes entries. Blocking, run on
 * {@link sealswarm.license.server.http.Workers}; thread rules at each class. Specification: docs/spec/journal-v1.md.
 */
@NullMarked
package sealswarm.license.server.ledger;

import org.jspecify.annotations.NullMarked;
