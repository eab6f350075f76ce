package sealswarm.storefront.order;

/** How far an order has come. Store credit is taken in one step, so there is no authorised state. */
public enum OrderState {
    /** Asked for; the charge is not known to have happened. */
    PLACED,
    /** Paid; the grants are not known to be written. */
    CAPTURED,
    /** Paid and in the library. */
    FULFILLED,
    /** Refused by the license server; no money moved. */
    FAILED;

    /** Whether nothing more happens by itself. */
    public boolean isFinal() {
        return this == FULFILLED || this == FAILED;
    }
}
