/** Tests of token checks and of the realm. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.identity;
