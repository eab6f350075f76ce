/** Tests of the journal's store and writer. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.ledger;
