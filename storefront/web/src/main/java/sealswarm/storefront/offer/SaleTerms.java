package sealswarm.storefront.offer;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sealswarm.license.money.Money;

/**
 * What a studio decides about the sale of a title. Going live makes a version of an offer from it, which the license
 * server keeps: an order pays the price of the version it names, never one from a request.
 *
 * @param kind own or rent
 * @param price what the buyer pays, tax included, above zero
 * @param territories ISO 3166-1 alpha-2 codes in rising order, or {@link #WORLD} alone
 * @param fromOrNull first moment of sale, or null for at once
 * @param untilOrNull end of sale, or null for none
 */
public record SaleTerms(
        SaleKind kind,
        Money price,
        List<String> territories,
        @Nullable Instant fromOrNull,
        @Nullable Instant untilOrNull) {
    /** Sold everywhere. */
    public static final String WORLD = "WORLD";
    /** Highest price in minor units. */
    public static final long MAX_PRICE_MINOR_UNITS = 100_000_00L;

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** Refuses prices, territories and windows that cannot be sold. */
    public SaleTerms {
        if (price.minorUnits() < 1 || price.minorUnits() > MAX_PRICE_MINOR_UNITS) {
            throw new IllegalArgumentException("price must be 1.." + MAX_PRICE_MINOR_UNITS + " minor units");
        }
        territories = territories.stream().distinct().sorted().toList();
        boolean everywhere = territories.equals(List.of(WORLD));
        if (territories.isEmpty() || (!everywhere && !COUNTRIES.containsAll(territories))) {
            throw new IllegalArgumentException("territories must be country codes such as DE, or WORLD alone");
        }
        if (fromOrNull != null && untilOrNull != null && !fromOrNull.isBefore(untilOrNull)) {
            throw new IllegalArgumentException("the sale must begin before it ends");
        }
    }

    /** Whether a purchase is possible at a moment. */
    public boolean isOpenAt(Instant now) {
        boolean begun = fromOrNull == null || !now.isBefore(fromOrNull);
        return begun && (untilOrNull == null || now.isBefore(untilOrNull));
    }

    /** Whether somebody in a country may buy it. */
    public boolean isSoldIn(String country) {
        return isWorldwide() || territories.contains(country);
    }

    /** Whether it is sold everywhere. */
    public boolean isWorldwide() {
        return territories.contains(WORLD);
    }
}
