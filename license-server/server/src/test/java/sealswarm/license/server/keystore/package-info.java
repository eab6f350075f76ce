/** Tests of the room {@code keystore}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.keystore;
