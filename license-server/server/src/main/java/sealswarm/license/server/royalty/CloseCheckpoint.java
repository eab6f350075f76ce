package sealswarm.license.server.royalty;

/** The moments of a close at which a crash is tried. */
public enum CloseCheckpoint {
    /** The period is cut; nothing else is written. */
    CUT,
    /** A statement is stored, others may be missing. */
    STATEMENT_STORED,
    /** An entry of the close is written, others may be missing. */
    ENTRY_WRITTEN,
    /** The closing entry is written. */
    CLOSED
}
