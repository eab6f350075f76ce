package sealswarm.storefront.catalog;

import java.time.Instant;
import java.util.OptionalInt;

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
    /** Whether it can be bought right now. */
    public boolean isOnSale() {
        return listing.state() == Listing.State.LIVE && listing.offer().isOpenAt(now);
    }
}
