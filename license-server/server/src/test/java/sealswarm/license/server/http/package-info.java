/** Tests of the HTTP edge. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.http;
