package sealswarm.storefront.offer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sealswarm.license.money.Money;

class SaleTermsTest {
    private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

    @Test
    void pricesHaveTheirLimits() {
        assertEquals(1, terms(1, List.of("DE")).price().minorUnits());
        terms(SaleTerms.MAX_PRICE_MINOR_UNITS, List.of("DE"));
        assertThrows(IllegalArgumentException.class, () -> terms(0, List.of("DE")));
        assertThrows(IllegalArgumentException.class, () -> terms(-1, List.of("DE")));
        assertThrows(IllegalArgumentException.class, () -> terms(SaleTerms.MAX_PRICE_MINOR_UNITS + 1, List.of("DE")));
    }

    @Test
    void territoriesAreCountriesOrTheWorldAlone() {
        assertEquals(List.of("AT", "DE"), terms(1, List.of("DE", "AT", "DE")).territories());
        assertTrue(terms(1, List.of("WORLD")).isSoldIn("US"));
        assertFalse(terms(1, List.of("DE")).isSoldIn("US"));
        for (List<String> wrong : List.of(List.<String>of(), List.of("XX"), List.of("de"), List.of("WORLD", "DE"))) {
            assertThrows(IllegalArgumentException.class, () -> terms(1, wrong), wrong.toString());
        }
    }

    @Test
    void theWindowIsHalfOpen() {
        SaleTerms terms = window(DAY, DAY.plusSeconds(10));
        assertFalse(terms.isOpenAt(DAY.minusMillis(1)));
        assertTrue(terms.isOpenAt(DAY));
        assertTrue(terms.isOpenAt(DAY.plusSeconds(9)));
        assertFalse(terms.isOpenAt(DAY.plusSeconds(10)));
        assertTrue(window(null, null).isOpenAt(Instant.MAX));
        assertThrows(IllegalArgumentException.class, () -> window(DAY, DAY));
    }

    private static SaleTerms terms(long cents, List<String> territories) {
        return new SaleTerms(SaleKind.OWN, Money.of("EUR", cents), territories, null, null);
    }

    private static SaleTerms window(@Nullable Instant from, @Nullable Instant until) {
        return new SaleTerms(SaleKind.OWN, Money.of("EUR", 1), List.of("WORLD"), from, until);
    }
}
