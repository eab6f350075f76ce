/**
 * What an edge makes of transfer acks: which pairs its tracker introduced, which acks it believes and why not, what each identity
 * took and gave, and who looks as if it cheated. Rules and auditor are pure; the log and the collector block and belong to workers.
 * Nothing here ever touches money: see docs/spec/transfer-ack-v1.md.
 */
@NullMarked
package sealswarm.overlay.collector;

import org.jspecify.annotations.NullMarked;
