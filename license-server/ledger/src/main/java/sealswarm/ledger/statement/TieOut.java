package sealswarm.ledger.statement;

import sealswarm.ledger.LedgerException;
import sealswarm.license.money.Money;

/**
 * How a statement comes from the last one: opening + earned + adjustments - reserve - recouped - withholding - paid = closing.
 * Reserve, recoupment, withholding and payment are zero until contracts can ask for them.
 */
public record TieOut(
        Money opening,
        Money earned,
        Money adjustments,
        Money reserve,
        Money recouped,
        Money withholding,
        Money paid,
        Money closing) {
    /** Refuses sums that do not add up. */
    public TieOut {
        Money sum = opening.plus(earned)
                .plus(adjustments)
                .minus(reserve)
                .minus(recouped)
                .minus(withholding)
                .minus(paid);
        if (!sum.equals(closing)) {
            throw new LedgerException(
                    LedgerException.Reason.INTEGRITY, "statement does not tie out: " + sum + " is not " + closing);
        }
    }

    /** The tie-out of a statement with nothing but earnings and adjustments. */
    static TieOut of(Money opening, Money earned, Money adjustments) {
        Money zero = Money.zero(opening.currency());
        return new TieOut(
                opening,
                earned,
                adjustments,
                zero,
                zero,
                zero,
                zero,
                opening.plus(earned).plus(adjustments));
    }
}
