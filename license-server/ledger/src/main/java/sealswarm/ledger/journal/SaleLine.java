package sealswarm.ledger.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import sealswarm.ledger.LedgerException;
import sealswarm.license.money.Money;
import sealswarm.license.money.Rate;

/**
 * One line of a sale as it was priced and taxed at the time; stored with the entry and never computed again. In a refund all
 * amounts and the quantity are negative.
 *
 * @param no number within the order, as in the id of its grant
 * @param offerId the offer
 * @param offerVersion its version, from 1
 * @param titleId what was sold
 * @param trackId the track where a single one was sold or played, else {@code *}
 * @param grantId the grant the line leads to
 * @param chargeModel once, per-play, per-minute or pool
 * @param useType how it may be used
 * @param commercialModel how it is paid for
 * @param territory where it was sold, ISO 3166-1 alpha-2
 * @param quantity how many units
 * @param unit what is counted: item, play or minute
 * @param unitPrice price of one, tax included
 * @param gross what the buyer pays for the line
 * @param discount what was taken off before, as a positive amount
 * @param taxCountry whose tax
 * @param taxRate the rate applied
 * @param tax the tax in {@code gross}
 * @param net the rest of {@code gross}
 */
public record SaleLine(
        int no,
        String offerId,
        int offerVersion,
        String titleId,
        String trackId,
        String grantId,
        String chargeModel,
        UseType useType,
        CommercialModel commercialModel,
        String territory,
        long quantity,
        String unit,
        Money unitPrice,
        Money gross,
        Money discount,
        String taxCountry,
        Rate taxRate,
        Money tax,
        @JsonProperty("net") Money net) {
    /** The track of a line that sells the whole title. */
    public static final String WHOLE_TITLE = "*";

    /** Refuses parts that do not add up and more than one currency. */
    public SaleLine {
        if (!net.plus(tax).equals(gross)) {
            throw LedgerException.malformed(
                    "line " + no + ": net " + net + " and tax " + tax + " are not gross " + gross);
        }
        unitPrice.plus(discount).plus(gross);
    }

    /** The same line taken back as a whole. */
    public SaleLine reversed() {
        return new SaleLine(
                no,
                offerId,
                offerVersion,
                titleId,
                trackId,
                grantId,
                chargeModel,
                useType,
                commercialModel,
                territory,
                -quantity,
                unit,
                unitPrice,
                gross.negated(),
                discount.negated(),
                taxCountry,
                taxRate,
                tax.negated(),
                net.negated());
    }
}
