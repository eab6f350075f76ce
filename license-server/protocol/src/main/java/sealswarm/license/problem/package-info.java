/**
 * The catalogue of refusals (RFC 9457 problem types) that license server, player, packager and storefront share. One table
 * gives each its HTTP status and the exit code of the command that met it. Immutable.
 */
@NullMarked
package sealswarm.license.problem;

import org.jspecify.annotations.NullMarked;
