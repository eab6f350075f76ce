package sealswarm.license.server.charging;

import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.BookState;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/** The overdraft guard, asked by every decision that debits a wallet, on the state its entry will follow. */
final class Wallets {
    private Wallets() {}

    /** What a wallet holds; a positive amount is credit of the buyer. */
    static Money credit(BookState state, Account wallet, String currency) {
        return Money.of(currency, state.balance(wallet, currency)).negated();
    }

    /**
     * Refuses a debit the wallet does not cover.
     *
     * @throws ProblemException {@code insufficient-credit} with amount and balance
     */
    static void requireCredit(BookState state, Account wallet, Money amount) {
        Money credit = credit(state, wallet, amount.currency());
        if (credit.minus(amount).negative()) {
            throw ProblemException.of(
                            ProblemType.INSUFFICIENT_CREDIT, "store credit is " + credit + ", needed are " + amount)
                    .with("amount", amount.decimalText() + " " + amount.currency())
                    .with("balance", credit.decimalText() + " " + credit.currency());
        }
    }
}
