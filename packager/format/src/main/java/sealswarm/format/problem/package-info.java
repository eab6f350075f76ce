/**
 * Why bytes were refused: one enum and one exception for the whole module, so that each caller maps refusals in one place. Immutable,
 * usable from any thread.
 */
@NullMarked
package sealswarm.format.problem;

import org.jspecify.annotations.NullMarked;
