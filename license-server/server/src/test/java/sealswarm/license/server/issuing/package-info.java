/** Tests of the room {@code issuing}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.issuing;
