package sealswarm.license.server.charging;

import java.time.Instant;
import sealswarm.license.money.Money;

/**
 * A play that is charged.
 *
 * @param device of its start entry
 * @param epoch of its start entry
 * @param startSeq of its start entry; the three are the play's identity
 * @param licenseId the license it was played under
 * @param grantId the grant
 * @param buyer the buyer's pseudonym
 * @param orderId the order that sold the grant
 * @param offerId the offer
 * @param offerVersion its version
 * @param titleId what was played
 * @param trackId which track
 * @param territory where the grant was sold
 * @param taxCategory of the offer
 * @param unit price of one play, tax included
 * @param playedAt when it began
 */
public record MeteredPlay(
        String device,
        long epoch,
        long startSeq,
        String licenseId,
        String grantId,
        String buyer,
        String orderId,
        String offerId,
        int offerVersion,
        String titleId,
        String trackId,
        String territory,
        String taxCategory,
        Money unit,
        Instant playedAt) {}
