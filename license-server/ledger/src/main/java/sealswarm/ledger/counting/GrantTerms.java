package sealswarm.ledger.counting;

import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.UseType;

/**
 * What a grant says about the money behind its plays.
 *
 * @param grantId the grant
 * @param buyer pseudonym of the buyer
 * @param titleId the title
 * @param offerId the offer it was sold by, or {@code none}
 * @param offerVersion version of the offer, 0 without one
 * @param useType how it may be used
 * @param commercialModel how it is paid for
 * @param territory where it was sold, ISO 3166-1 alpha-2
 * @param standing whether plays of this grant can bear a royalty at all
 */
public record GrantTerms(
        String grantId,
        String buyer,
        String titleId,
        String offerId,
        int offerVersion,
        UseType useType,
        CommercialModel commercialModel,
        String territory,
        Standing standing) {
    /** What plays of a grant are worth. */
    public enum Standing {
        /** Each play counts: metered, subscribed or free. */
        PER_PLAY,
        /** The sale was the royalty-bearing event. */
        SOLD,
        /** Screeners and gifts of the house. */
        PROMO,
        STAFF,
        SELF_DEALING
    }
}
