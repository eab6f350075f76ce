/** Benchmarks of the license server. */
@org.jspecify.annotations.NullMarked
package sealswarm.license.server.bench;
