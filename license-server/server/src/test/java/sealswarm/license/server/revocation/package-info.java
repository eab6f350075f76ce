/** Tests of the room {@code revocation}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.revocation;
