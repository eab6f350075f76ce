package sealswarm.storefront.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.format.key.Id16;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;

/**
 * One order, the state machine of a purchase. Its id follows from the buyer and the key of the form, so the same form
 * sent twice is the same order; every effect of it has an id that follows from the order's. Pure.
 *
 * @param orderId 32 hex digits
 * @param subject the buyer
 * @param orderKey the form's idempotency key
 * @param titleId what is bought
 * @param title its name when it was bought
 * @param offerId the offer
 * @param offerVersion the version whose price is paid
 * @param price what the buyer was shown, tax included
 * @param territory country of the buyer
 * @param state how far it has come
 * @param failureOrNull code of the problem that ended it, or null
 * @param invoiceOrNull what was paid, once it was
 * @param grantIds what the buyer got
 * @param placedAt when it was asked for
 * @param changedAt when it last moved on
 * @param ver rises with each change
 */
public record Order(
        String orderId,
        String subject,
        String orderKey,
        String titleId,
        String title,
        String offerId,
        int offerVersion,
        Money price,
        String territory,
        OrderState state,
        @Nullable String failureOrNull,
        @Nullable Invoice invoiceOrNull,
        List<String> grantIds,
        Instant placedAt,
        Instant changedAt,
        long ver) {

    /** Keeps a copy of the grants. */
    public Order {
        grantIds = List.copyOf(grantIds);
    }

    /** The id of the order that a buyer's form asks for. */
    public static String idOf(String subject, String orderKey) {
        return Id16.of("sealswarm/1/order-id", subject, orderKey);
    }

    /** Whether another request for the same id asks for the same thing. */
    public boolean asksLike(Order other) {
        return orderId.equals(other.orderId)
                && titleId.equals(other.titleId)
                && offerVersion == other.offerVersion
                && territory.equals(other.territory);
    }

    /** The order after the license server took the money and, perhaps, wrote the grants. */
    public Order charged(Invoice invoice, List<String> grants, Instant now) {
        require(!state.isFinal(), "charged");
        OrderState next = grants.isEmpty() ? OrderState.CAPTURED : OrderState.FULFILLED;
        return with(next, null, invoice, grants, now);
    }

    /** The order after the license server refused it. */
    public Order failed(ProblemType problem, Instant now) {
        require(state == OrderState.PLACED, "failed");
        return with(OrderState.FAILED, problem.code(), null, grantIds, now);
    }

    /** Why it failed, if it did. */
    public Optional<String> failure() {
        return Optional.ofNullable(failureOrNull);
    }

    /** What was paid, if anything was. */
    public Optional<Invoice> invoice() {
        return Optional.ofNullable(invoiceOrNull);
    }

    private void require(boolean allowed, String step) {
        if (!allowed) {
            throw new IllegalStateException("order " + orderId + " is " + state + " and cannot be " + step);
        }
    }

    private Order with(
            OrderState next, @Nullable String failure, @Nullable Invoice invoice, List<String> grants, Instant now) {
        return new Order(
                orderId,
                subject,
                orderKey,
                titleId,
                title,
                offerId,
                offerVersion,
                price,
                territory,
                next,
                failure,
                invoice,
                grants,
                placedAt,
                now,
                ver + 1);
    }
}
