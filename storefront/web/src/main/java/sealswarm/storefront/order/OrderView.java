package sealswarm.storefront.order;

import java.util.List;
import java.util.Optional;
import sealswarm.license.money.Money;

/**
 * What the page of one order shows.
 *
 * @param order the order
 * @param credit the buyer's store credit per currency, empty when unknown
 * @param voucherKey the idempotency key of the voucher form
 */
public record OrderView(Order order, Optional<List<Money>> credit, String voucherKey) {}
