/** Tests of the room {@code metering}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.metering;
