/**
 * The license protocol (spec license-v1): the license document and its opening order, states, statuses and revocations. Pure
 * values and checks, no store and no server; usable from any thread, signatures off the event loop.
 */
@NullMarked
package sealswarm.license;

import org.jspecify.annotations.NullMarked;
