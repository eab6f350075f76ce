package sealswarm.ledger.counting;

/** Why a play bears no royalty. Every play that does not count has exactly one; each is counted on the statement. */
public enum ReasonCode {
    /** Less unique media time than the counting rule asks for. */
    SHORT,
    /** Started within seconds of a play that counts. */
    DUP_SESSION,
    /** More plays of one buyer, track and day than the rule counts. */
    CAP,
    /** The buyer earns from the title himself. */
    SELF_DEALING,
    UNLICENSED,
    OVERRUN,
    FORK,
    GAP,
    /** The device's log was found forked before this entry came. */
    DEVICE_QUARANTINED,
    /** Given away, and the contract pays nothing for that. */
    PROMO,
    STAFF,
    /** A play of a bought or rented copy: the sale has paid. */
    PAID_BY_SALE
}
