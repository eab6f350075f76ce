/**
 * Rights: what a license allows, and the pure decisions on it. Denies by default: every member must be present, an unknown one
 * refuses the whole, and what is not listed is not allowed (spec license-v1, section 3). Immutable values.
 */
@NullMarked
package sealswarm.license.rights;

import org.jspecify.annotations.NullMarked;
