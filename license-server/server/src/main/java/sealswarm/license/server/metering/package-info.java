/**
 * Play receipts: a device's log is copied segment by segment, each entry gets a verdict once, forks and gaps are found, and the
 * device gets a signed head up to which it may forget (spec receipt-v1). Nothing is acknowledged before it is durable.
 */
@NullMarked
package sealswarm.license.server.metering;

import org.jspecify.annotations.NullMarked;
