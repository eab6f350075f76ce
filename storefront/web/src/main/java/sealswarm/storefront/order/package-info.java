/**
 * Buying: the order as a state machine in one document, its drive to the license server, the sweep that finishes what
 * was interrupted, and the pages of checkout, orders, library and store credit. Decisions are pure; stores bring their
 * own workers.
 */
@NullMarked
package sealswarm.storefront.order;

import org.jspecify.annotations.NullMarked;
