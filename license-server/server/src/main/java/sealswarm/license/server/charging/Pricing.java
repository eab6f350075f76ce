package sealswarm.license.server.charging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.ledger.journal.UseType;
import sealswarm.license.message.Grants;
import sealswarm.license.message.Offer;
import sealswarm.license.money.LargestRemainder;
import sealswarm.license.money.Money;
import sealswarm.license.money.Rate;
import sealswarm.license.money.TaxSplit;

/** Turns offers into lines of a sale: price, tax, and one line per title. Pure; immutable. */
public final class Pricing {
    private final TaxTable taxes;

    public Pricing(TaxTable taxes) {
        this.taxes = taxes;
    }

    /**
     * The lines of one position of an order: one per title of the offer, the price shared out evenly. Line numbers are {@code
     * position x 100 + title}, as in the ids of the grants they lead to.
     */
    public List<SaleLine> lines(String orderId, int position, Offer offer, String territory, Instant at) {
        Rate rate = taxes.rate(territory, offer.taxCategory(), at);
        int titles = offer.titles().size();
        List<Long> prices = LargestRemainder.allocate(offer.price().minorUnits(), Collections.nCopies(titles, 1L));
        List<SaleLine> lines = new ArrayList<>();
        for (int i = 0; i < titles; i++) {
            Money price = Money.of(offer.price().currency(), prices.get(i));
            TaxSplit split = offer.taxInclusive() ? TaxSplit.ofGross(price, rate) : TaxSplit.ofNet(price, rate);
            int no = position * Offer.MAX_TITLES + i;
            lines.add(new SaleLine(
                    no,
                    offer.offerId(),
                    offer.version(),
                    offer.titles().get(i).titleId().text(),
                    SaleLine.WHOLE_TITLE,
                    Grants.grantId(orderId, no),
                    "once",
                    UseType.parse(offer.useType()),
                    CommercialModel.parse(offer.commercialModel()),
                    territory,
                    1,
                    "item",
                    split.gross(),
                    split.gross(),
                    Money.zero(price.currency()),
                    territory,
                    rate,
                    split.tax(),
                    split.net()));
        }
        return lines;
    }

    /** The line of one metered play: the unit price, tax included or added as the offer says. */
    public SaleLine play(MeteredPlay play, Instant at) {
        Rate rate = taxes.rate(play.territory(), play.taxCategory(), at);
        TaxSplit split = TaxSplit.ofGross(play.unit(), rate);
        return new SaleLine(
                0,
                play.offerId(),
                play.offerVersion(),
                play.titleId(),
                play.trackId(),
                play.grantId(),
                "per-play",
                UseType.ON_DEMAND_STREAM,
                CommercialModel.PAY_AS_YOU_GO,
                play.territory(),
                1,
                "play",
                split.gross(),
                split.gross(),
                Money.zero(play.unit().currency()),
                play.territory(),
                rate,
                split.tax(),
                split.net());
    }
}
