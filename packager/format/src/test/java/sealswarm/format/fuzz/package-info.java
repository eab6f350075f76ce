/**
 * Fuzz targets for every parser of untrusted bytes in this module, and the kit by which other modules write theirs: a target says what must
 * hold for any input. The corpus and seeded mutations of it run in every build; {@code -Pfuzz} runs the same targets under Jazzer. For test
 * threads.
 */
@NullMarked
package sealswarm.format.fuzz;

import org.jspecify.annotations.NullMarked;
