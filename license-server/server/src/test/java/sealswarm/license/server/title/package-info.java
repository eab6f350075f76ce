/** Tests of the room {@code title}. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.title;
