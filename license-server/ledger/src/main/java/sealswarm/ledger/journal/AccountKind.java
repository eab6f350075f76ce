package sealswarm.ledger.journal;

/** Every kind of account there is; the arguments after its name are bound by colons. */
public enum AccountKind {
    PSP_CLEARING("psp:clearing", 0),
    PSP_FEES("psp:fees", 0),
    BANK_CLEARING("bank:clearing", 0),
    /** Prepaid credit of a buyer (pseudonym). */
    WALLET("wallet", 1),
    /** Credit set aside for the plays of one license. */
    HOLD("hold", 1),
    RECEIVABLE("receivable", 1),
    VOUCHER("voucher", 1),
    PROMO_EXPENSE("promo:expense", 0),
    /** Tax owed to a country. */
    TAX("tax", 1),
    /** Net income of a title. */
    SALES_NET("sales:net", 1),
    DEFERRED("deferred", 1),
    POOL("pool", 2),
    ROYALTY_EXPENSE("royalty:expense", 1),
    /** What a party has earned by a contract in periods not yet stated. */
    ROYALTY_ACCRUED("royalty:accrued", 2),
    ROYALTY_PAYABLE("royalty:payable", 1),
    ADVANCE("advance", 1),
    RESERVE("reserve", 1),
    WITHHOLDING("withholding", 1),
    SUSPENSE("suspense", 1),
    DELIVERY_INCOME("delivery:income", 0),
    DELIVERY_CREDITS("delivery:credits", 1),
    FX_CLEARING("fx:clearing", 0),
    ROUNDING("rounding", 0);

    private final String prefix;
    private final int arguments;

    AccountKind(String prefix, int arguments) {
        this.prefix = prefix;
        this.arguments = arguments;
    }

    /** The fixed part of the name. */
    public String prefix() {
        return prefix;
    }

    /** How many arguments follow, 0 to 2. */
    public int arguments() {
        return arguments;
    }

    /** Whether the balance must never be positive (debit): nobody spends credit he does not have. */
    public boolean neverDebit() {
        return this == WALLET || this == HOLD;
    }
}
