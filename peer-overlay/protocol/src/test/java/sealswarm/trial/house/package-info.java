/**
 * The rules of the house as tests. Each module's {@code ArchitectureTest} asks {@link sealswarm.trial.house.HouseRules} for
 * its rules; the allowed arrows are read from {@code docs/architecture.md}, so that page and code cannot drift apart.
 */
@NullMarked
package sealswarm.trial.house;

import org.jspecify.annotations.NullMarked;
