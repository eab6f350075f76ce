package sealswarm.license.server.charging;

import java.time.Instant;
import sealswarm.format.key.TitleId;
import sealswarm.license.message.Offer;

/** Gives and takes what was paid for; the grant room's side of a charge. Blocking; both calls may be repeated. */
public interface Grantor {
    /**
     * A line of an order that was paid.
     *
     * @param grantId derived from order and line
     * @param orderId the order
     * @param line its line
     * @param subject the buyer's account
     * @param buyer the buyer's pseudonym
     * @param offer what was sold
     * @param title the title of the offer it is about
     * @param territory where the buyer is
     * @param soldAt when
     */
    record Sold(
            String grantId,
            String orderId,
            int line,
            String subject,
            String buyer,
            Offer offer,
            TitleId title,
            String territory,
            Instant soldAt) {}

    /** Makes the grant unless it is there. Returns when it is durable. */
    void give(Sold sold);

    /** Ends a grant that was paid back, if it is there. Returns when it is durable. */
    void takeBack(String grantId);
}
