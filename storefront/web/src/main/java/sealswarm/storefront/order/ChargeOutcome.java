package sealswarm.storefront.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sealswarm.license.problem.ProblemType;

/** What a try to charge an order brought. Pure: order and time in, the next state out. */
sealed interface ChargeOutcome {
    /** The order after this, or nothing if it stays as it is and is tried again. */
    Optional<Order> next(Order order, Instant now);

    /**
     * The money was taken; without grants, they are still to be written.
     *
     * @param invoice what was paid
     * @param grantIds what the buyer got
     */
    record Charged(Invoice invoice, List<String> grantIds) implements ChargeOutcome {
        public Charged {
            grantIds = List.copyOf(grantIds);
        }

        @Override
        public Optional<Order> next(Order order, Instant now) {
            boolean nothingNew = order.state() == OrderState.CAPTURED && grantIds.isEmpty();
            return nothingNew ? Optional.empty() : Optional.of(order.charged(invoice, grantIds, now));
        }
    }

    /**
     * The license server refused for good; no money moved.
     *
     * @param problem why
     */
    record Refused(ProblemType problem) implements ChargeOutcome {
        @Override
        public Optional<Order> next(Order order, Instant now) {
            return order.state() == OrderState.PLACED ? Optional.of(order.failed(problem, now)) : Optional.empty();
        }
    }

    /** Nobody knows; the same call is made again. */
    record Unknown() implements ChargeOutcome {
        @Override
        public Optional<Order> next(Order order, Instant now) {
            return Optional.empty();
        }
    }

    /** What a refusal of the license server means: only those that no repetition can change are final. */
    static ChargeOutcome of(ProblemType problem) {
        boolean lasting =
                switch (problem.status()) {
                    case 400, 402, 403, 404, 413, 422 -> true;
                    case 409 -> problem != ProblemType.IN_PROGRESS;
                    default -> false;
                };
        return lasting ? new Refused(problem) : new Unknown();
    }
}
