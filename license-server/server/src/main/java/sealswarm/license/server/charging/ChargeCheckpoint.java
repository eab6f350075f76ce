package sealswarm.license.server.charging;

/** The moments of a charge and a refund at which a crash is tried. */
public enum ChargeCheckpoint {
    /** The charge is noted, nothing is paid. */
    PLACED,
    /** Paid; no grant yet. */
    PAID,
    /** Paid, all grants given; not noted as such. */
    GRANTED,
    /** Paid back; grants still stand. */
    PAID_BACK
}
