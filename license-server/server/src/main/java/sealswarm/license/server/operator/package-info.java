/**
 * The operator's desk: what is taken back, whose keys are trusted, and the trail of it. Each action has a reason, is written to the
 * audit trail before it is done, holds for the next request of anybody, and may be repeated.
 */
@NullMarked
package sealswarm.license.server.operator;

import org.jspecify.annotations.NullMarked;
