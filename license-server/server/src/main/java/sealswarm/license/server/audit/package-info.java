/**
 * The audit trail: who did what, and why, written before it is done. Insert-only; a log line is never an audit record.
 */
@NullMarked
package sealswarm.license.server.audit;

import org.jspecify.annotations.NullMarked;
