package sealswarm.storefront.studio;

import java.time.Instant;
import java.util.List;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Offer.OfferTitle;
import sealswarm.license.rights.Territories;
import sealswarm.license.rights.Until;
import sealswarm.license.rights.Window;
import sealswarm.storefront.offer.SaleKind;
import sealswarm.storefront.offer.SaleTerms;

/** The license server's offer of a draft: the usual rights of its kind, narrowed by the studio's terms. Pure. */
final class OfferVersion {
    private OfferVersion() {}

    /** The same draft, terms and version always give the same offer. */
    static Offer of(Draft draft, SaleTerms terms, int version) {
        List<TrackId> tracks =
                draft.tracks().stream().map(track -> new TrackId(track.id())).toList();
        List<OfferTitle> titles = List.of(new OfferTitle(new TitleId(draft.titleId()), tracks));
        Instant from = terms.fromOrNull() == null ? draft.receivedAt() : terms.fromOrNull();
        Offer usual = terms.kind() == SaleKind.RENT
                ? Offer.rent(draft.titleId(), version, titles, terms.price(), from)
                : Offer.own(draft.titleId(), version, titles, terms.price(), from);
        return new Offer(
                usual.offerId(),
                usual.version(),
                usual.kind(),
                usual.titles(),
                usual.price(),
                usual.taxInclusive(),
                usual.taxCategory(),
                terms.isWorldwide() ? Territories.UNLIMITED : Territories.of(terms.territories()),
                new Window(from, terms.untilOrNull() == null ? Until.UNLIMITED : Until.of(terms.untilOrNull())),
                usual.useType(),
                usual.commercialModel(),
                usual.rental(),
                usual.maxPlays(),
                usual.charge(),
                usual.firstPlayAtRelease(),
                usual.devices(),
                usual.streams(),
                usual.offlineMaxS(),
                usual.export(),
                usual.refund());
    }
}
