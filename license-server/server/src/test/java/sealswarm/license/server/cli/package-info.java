/** Tests of the commands. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.cli;
