package sealswarm.storefront.order;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Orders of one process, for tests; held to the same contract as the real store. */
final class InMemoryOrderStore implements OrderStore {
    private final Map<String, Order> orders = new ConcurrentHashMap<>();

    @Override
    public Future<Order> place(Order order) {
        Order known = orders.putIfAbsent(order.orderId(), order);
        return Future.succeededFuture(known == null ? order : known);
    }

    @Override
    public Future<Optional<Order>> find(String orderId, String subject) {
        return Future.succeededFuture(Optional.ofNullable(orders.get(orderId))
                .filter(order -> order.subject().equals(subject)));
    }

    @Override
    public Future<Boolean> replace(Order next) {
        Order stored =
                orders.computeIfPresent(next.orderId(), (id, known) -> known.ver() == next.ver() - 1 ? next : known);
        return Future.succeededFuture(next.equals(stored));
    }

    @Override
    public Future<List<Order>> ofBuyer(String subject) {
        return Future.succeededFuture(orders.values().stream()
                .filter(order -> order.subject().equals(subject))
                .sorted(Comparator.comparing(Order::placedAt).reversed())
                .limit(MAX_LISTED)
                .toList());
    }

    @Override
    public Future<List<Order>> unfinished() {
        return Future.succeededFuture(orders.values().stream()
                .filter(order -> !order.state().isFinal())
                .sorted(Comparator.comparing(Order::placedAt))
                .limit(MAX_LISTED)
                .toList());
    }
}
