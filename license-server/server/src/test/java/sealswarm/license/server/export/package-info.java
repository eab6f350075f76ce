/** Tests of exports. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.export;
