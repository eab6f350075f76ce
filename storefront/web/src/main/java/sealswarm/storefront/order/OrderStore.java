package sealswarm.storefront.order;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Orders; one document each, changed only by a check on {@code ver}, never removed. */
public interface OrderStore {
    /** Most orders answered at once. */
    int MAX_LISTED = 200;

    /** Stores a new order, or answers the one that has its id already. */
    Future<Order> place(Order order);

    /** The buyer's own order; another's is not found. */
    Future<Optional<Order>> find(String orderId, String subject);

    /** Replaces the order if its stored {@code ver} is one below; says whether it did. */
    Future<Boolean> replace(Order next);

    /** A buyer's orders, latest first, at most {@link #MAX_LISTED}. */
    Future<List<Order>> ofBuyer(String subject);

    /** Orders that are not at their end, oldest first, at most {@link #MAX_LISTED}. */
    Future<List<Order>> unfinished();
}
