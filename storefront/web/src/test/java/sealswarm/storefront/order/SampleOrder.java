package sealswarm.storefront.order;

import java.time.Instant;
import java.util.List;
import sealswarm.license.money.Money;

/** Orders for tests. */
final class SampleOrder {
    static final Instant PLACED_AT = Instant.parse("2026-11-20T10:00:00Z");
    static final Invoice INVOICE = new Invoice(
            "main/chg:1", PLACED_AT, Money.of("EUR", 999), Money.of("EUR", 839), Money.of("EUR", 160), "DE", "19%");

    private SampleOrder() {}

    static Order placed(String subject, String key) {
        return placed(subject, key, PLACED_AT);
    }

    static Order placed(String subject, String key, Instant at) {
        return new Order(
                Order.idOf(subject, key),
                subject,
                key,
                "film",
                "Film",
                "film",
                1,
                Money.of("EUR", 999),
                "DE",
                OrderState.PLACED,
                null,
                null,
                List.of(),
                at,
                at,
                1);
    }
}
