package sealswarm.license.money;

/** An amount, currency, rate or split that cannot be accepted. Nothing has been changed when it is thrown. */
public final class MoneyException extends IllegalArgumentException {
    /** What is wrong, for machines; the message says it for people. */
    public enum Reason {
        /** The currency code is not in {@link CurrencyTable}. */
        CURRENCY_UNKNOWN,
        /** Two amounts of different currencies were combined. */
        CURRENCY_MISMATCH,
        /** The text is no amount, or has more decimals than the currency. */
        AMOUNT_INVALID,
        /** A rate is no decimal text within its limits. */
        RATE_INVALID,
        /** Weights, denominator or parties of a split break a rule. */
        SHARES_INVALID,
        /** The result does not fit 64 bits. */
        OVERFLOW
    }

    private final Reason reason;

    /** Refuses for {@code reason}; the message is lower case and names the offending value. */
    public MoneyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
