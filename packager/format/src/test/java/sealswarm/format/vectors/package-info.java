/** Reads the vector files of the specifications, for this module's tests and others'. For test threads. */
@NullMarked
package sealswarm.format.vectors;

import org.jspecify.annotations.NullMarked;
