/**
 * The accounting engine: journal entries and their chain, counting of plays, royalties, statements, and the checks an auditor runs on
 * them. Pure: values and instants in, decisions out; no database, no server, no clock. Everything is immutable or confined to one
 * thread where its class says so. Specification: docs/spec/journal-v1.md.
 */
@NullMarked
package sealswarm.ledger;

import org.jspecify.annotations.NullMarked;
