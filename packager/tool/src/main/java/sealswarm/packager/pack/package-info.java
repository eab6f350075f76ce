/**
 * From inputs and a job file to a package: {@link sealswarm.packager.pack.Planner} decides everything that can be decided before a byte is
 * sealed, {@link sealswarm.packager.pack.Packing} does it, resuming what an earlier run left. For one thread; sealing runs on the workers.
 */
@NullMarked
package sealswarm.packager.pack;

import org.jspecify.annotations.NullMarked;
