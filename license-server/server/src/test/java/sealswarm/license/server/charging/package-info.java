/** Tests of charging. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.charging;
