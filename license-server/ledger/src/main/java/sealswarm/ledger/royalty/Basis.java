package sealswarm.ledger.royalty;

/** What a contract line's rate is applied to. */
public enum Basis {
    /** Income without tax, in the currency of the contract. */
    NET,
    /** What buyers paid, tax included. */
    GROSS,
    /** Plays that count; the rate is an amount per play. */
    PER_PLAY,
    /** Unique media time of plays that count; the rate is an amount per minute. */
    PER_MINUTE;

    /** Whether it looks at sales; otherwise it looks at plays. */
    public boolean ofSales() {
        return this == NET || this == GROSS;
    }
}
