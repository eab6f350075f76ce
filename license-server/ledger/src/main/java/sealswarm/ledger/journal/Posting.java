package sealswarm.ledger.journal;

import sealswarm.ledger.LedgerException;
import sealswarm.license.money.Money;

/**
 * One movement of one account.
 *
 * @param account where
 * @param amount how much: positive is a debit, negative a credit, never zero
 */
public record Posting(Account account, Money amount) {
    /** Refuses zero. */
    public Posting {
        if (amount.none()) {
            throw LedgerException.malformed("a posting of nothing to " + account);
        }
    }

    /** The posting of {@code minorUnits} (positive is a debit) to {@code account}. */
    public static Posting of(Account account, String currency, long minorUnits) {
        return new Posting(account, Money.of(currency, minorUnits));
    }

    public Posting negated() {
        return new Posting(account, amount.negated());
    }
}
