/** Tests of the room {@code device}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.device;
