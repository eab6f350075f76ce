/**
 * Money of buyers: mirrored offers, store credit and its vouchers, charges and refunds of orders, credit held for metered plays. Each
 * money event is one journal entry; prices, taxes and rights come from stored offers, never from a request. Blocking, run on
 * {@link sealswarm.license.server.http.Workers}; all classes are thread-safe.
 */
@NullMarked
package sealswarm.license.server.charging;

import org.jspecify.annotations.NullMarked;
