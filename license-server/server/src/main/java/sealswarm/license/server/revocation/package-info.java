/**
 * What was taken back: licenses, devices, studio keys, packages. Each revocation has an epoch; clients fetch what is newer than
 * theirs as a signed delta (spec license-v1). Insert-only.
 */
@NullMarked
package sealswarm.license.server.revocation;

import org.jspecify.annotations.NullMarked;
