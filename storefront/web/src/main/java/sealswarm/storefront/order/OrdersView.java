package sealswarm.storefront.order;

import java.util.List;
import java.util.Optional;
import sealswarm.license.money.Money;

/**
 * What the page of all orders shows.
 *
 * @param orders latest first
 * @param credit the buyer's store credit per currency, empty when unknown
 * @param voucherKey the idempotency key of the voucher form
 */
public record OrdersView(List<Order> orders, Optional<List<Money>> credit, String voucherKey) {
    /** Keeps a copy. */
    public OrdersView {
        orders = List.copyOf(orders);
    }
}
