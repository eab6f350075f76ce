package sealswarm.storefront.order;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.message.Grants.GrantKind;
import sealswarm.storefront.catalog.Listing;

/**
 * One title of a library.
 *
 * @param titleId the title
 * @param title its name
 * @param kind how it was obtained
 * @param since when
 * @param devices devices that hold it now
 * @param maxDevices devices that may, empty for any number
 * @param listing the catalogue's entry, if the shop ever had one
 */
public record LibraryItem(
        String titleId,
        String title,
        GrantKind kind,
        Instant since,
        int devices,
        OptionalLong maxDevices,
        Optional<Listing> listing) {

    static LibraryItem of(Grant grant, Optional<Listing> listing) {
        return new LibraryItem(
                grant.titleId().text(),
                listing.map(Listing::title).orElse(grant.title()),
                grant.kind(),
                grant.createdAt(),
                grant.devices().size(),
                grant.rights().devices().max().max(),
                listing);
    }

    /** What plays it. */
    public String command() {
        return "sealswarm play " + titleId;
    }
}
