/** Tests of the room {@code grant}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.grant;
