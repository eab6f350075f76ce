package sealswarm.storefront;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.license.money.Money;
import sealswarm.storefront.catalog.ListedFile;
import sealswarm.storefront.catalog.ListedTrack;
import sealswarm.storefront.catalog.Listing;
import sealswarm.storefront.offer.SaleKind;
import sealswarm.storefront.offer.SaleTerms;

/** Listings for tests. */
public final class SampleListing {
    private SampleListing() {}

    /** A film on sale for 9.99 EUR. */
    public static Listing film(String titleId, String title) {
        return of(titleId, title, "video", null);
    }

    /** An album on sale for 9.99 EUR. */
    public static Listing album(String titleId, String title) {
        return of(titleId, title, "audio", null);
    }

    /** A listing with a poster. */
    public static Listing of(String titleId, String title, String role, @Nullable ListedFile poster) {
        return new Listing(
                titleId,
                "north-light",
                title,
                "A quiet story about " + title + ".",
                List.of(
                        new ListedTrack("main", title, role, "en", 5_400_000, 3_456_789_012L, "01".repeat(20)),
                        new ListedTrack("text-de", "Deutsch", "subtitle", "de", 0, 41_000, "02".repeat(20))),
                poster,
                null,
                Listing.State.LIVE,
                new SaleTerms(SaleKind.OWN, Money.of("EUR", 999), List.of("AT", "CH", "DE"), null, null),
                1,
                Instant.parse("2026-11-20T08:00:00Z"),
                Listing.sortKeyOf(title, titleId),
                1);
    }
}
