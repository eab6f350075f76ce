package sealswarm.storefront.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import sealswarm.storefront.offer.SaleTerms;
import sealswarm.storefront.web.Page;
import sealswarm.storefront.web.Words;

/**
 * What the title page shows beside the listing.
 *
 * @param listing the title
 * @param owned whether the person looking has it already
 * @param now when the page was made, for the window of sale
 * @param peers peers sharing it now, absent when no edge says so
 * @param orderKey the idempotency key of the buy form
 */
public record TitleView(Listing listing, boolean owned, Instant now, OptionalInt peers, String orderKey) {
    private static final String DEFAULT_COUNTRY = "DE";

    /** Whether it can be bought right now. */
    public boolean isOnSale() {
        return listing.state() == Listing.State.LIVE && listing.terms().isOpenAt(now);
    }

    /** The countries a buyer may name, by their names. */
    public List<String> countries(Page page) {
        List<String> codes = terms().isWorldwide() ? List.of(Locale.getISOCountries()) : terms().territories();
        return codes.stream()
                .sorted(Comparator.comparing(code -> Words.country(page, code)))
                .toList();
    }

    /** The country of the visitor's language setting, or the first of the offer. */
    public String likelyCountry(Page page) {
        String region = page.messages().locale().getCountry();
        String first =
                terms().isWorldwide() ? DEFAULT_COUNTRY : terms().territories().get(0);
        return terms().isSoldIn(region) && !region.isEmpty() ? region : first;
    }

    private SaleTerms terms() {
        return listing.terms();
    }
}
