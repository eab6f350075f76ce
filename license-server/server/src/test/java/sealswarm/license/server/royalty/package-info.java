/** Tests of contracts, periods and statements. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.royalty;
