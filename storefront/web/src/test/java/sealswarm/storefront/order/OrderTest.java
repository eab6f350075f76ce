package sealswarm.storefront.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.license.problem.ProblemType;

class OrderTest {
    private static final Instant LATER = SampleOrder.PLACED_AT.plusSeconds(5);
    private final Order placed = SampleOrder.placed("anna", "key-1");

    @Test
    void theSameBuyerAndKeyAreTheSameOrderAndNobodyElses() {
        assertEquals(Order.idOf("anna", "key-1"), Order.idOf("anna", "key-1"));
        assertNotEquals(Order.idOf("anna", "key-1"), Order.idOf("berta", "key-1"));
        assertNotEquals(Order.idOf("anna", "key-1"), Order.idOf("anna", "key-2"));
        assertNotEquals(Order.idOf("ab", "c"), Order.idOf("a", "bc"), "fields are kept apart");
    }

    @Test
    void paidAndGrantedIsFulfilled() {
        Order order = placed.charged(SampleOrder.INVOICE, List.of("g-1"), LATER);
        assertEquals(OrderState.FULFILLED, order.state());
        assertEquals(List.of("g-1"), order.grantIds());
        assertEquals(Optional.of(SampleOrder.INVOICE), order.invoice());
        assertEquals(LATER, order.changedAt());
        assertEquals(placed.ver() + 1, order.ver());
    }

    @Test
    void paidWithoutGrantsIsCapturedAndThenFulfilled() {
        Order captured = placed.charged(SampleOrder.INVOICE, List.of(), LATER);
        assertEquals(OrderState.CAPTURED, captured.state());
        assertEquals(
                OrderState.FULFILLED,
                captured.charged(SampleOrder.INVOICE, List.of("g-1"), LATER).state());
    }

    @Test
    void aPaidOrderNeverFails() {
        Order captured = placed.charged(SampleOrder.INVOICE, List.of(), LATER);
        assertThrows(IllegalStateException.class, () -> captured.failed(ProblemType.NOT_FOUND, LATER));
        Order fulfilled = placed.charged(SampleOrder.INVOICE, List.of("g-1"), LATER);
        assertThrows(IllegalStateException.class, () -> fulfilled.failed(ProblemType.NOT_FOUND, LATER));
    }

    @Test
    void aFailedOrderIsNeverPaid() {
        Order failed = placed.failed(ProblemType.INSUFFICIENT_CREDIT, LATER);
        assertEquals(Optional.of("insufficient-credit"), failed.failure());
        assertThrows(IllegalStateException.class, () -> failed.charged(SampleOrder.INVOICE, List.of("g-1"), LATER));
    }

    @Test
    void anUnknownOutcomeChangesNothing() {
        assertEquals(Optional.empty(), new ChargeOutcome.Unknown().next(placed, LATER));
    }

    @Test
    void aRefusalAfterTheMoneyWasTakenChangesNothing() {
        Order captured = placed.charged(SampleOrder.INVOICE, List.of(), LATER);
        assertEquals(Optional.empty(), new ChargeOutcome.Refused(ProblemType.NOT_FOUND).next(captured, LATER));
    }

    @Test
    void onlyRefusalsThatNoRepetitionChangesAreFinal() {
        for (ProblemType lasting : List.of(
                ProblemType.INSUFFICIENT_CREDIT,
                ProblemType.OFFER_CHANGED,
                ProblemType.TERRITORY,
                ProblemType.NOT_FOUND,
                ProblemType.IDEMPOTENCY_MISMATCH,
                ProblemType.MALFORMED)) {
            assertTrue(ChargeOutcome.of(lasting) instanceof ChargeOutcome.Refused, lasting.name());
        }
        for (ProblemType passing : List.of(
                ProblemType.UPSTREAM_UNAVAILABLE,
                ProblemType.OVERLOADED,
                ProblemType.SEALED,
                ProblemType.INTERNAL,
                ProblemType.IN_PROGRESS,
                ProblemType.RATE_LIMITED,
                ProblemType.UNAUTHENTICATED)) {
            assertTrue(ChargeOutcome.of(passing) instanceof ChargeOutcome.Unknown, passing.name());
        }
    }
}
