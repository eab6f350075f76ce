/** kill -9 at each step of what a license server acknowledges. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.crash;
