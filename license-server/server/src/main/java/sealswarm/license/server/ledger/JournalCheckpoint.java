package sealswarm.license.server.ledger;

/** The moments of an append at which a crash is tried. */
public enum JournalCheckpoint {
    /** Places are given, nothing is written. */
    BEFORE_INSERT,
    /** The entries are durable, nobody has been told. */
    AFTER_INSERT
}
