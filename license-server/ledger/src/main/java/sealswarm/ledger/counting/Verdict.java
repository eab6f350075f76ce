package sealswarm.ledger.counting;

import java.util.Locale;

/** What became of one uploaded receipt entry; stored with it and never derived again. */
public enum Verdict {
    ACCEPTED,
    /** Accepted, but its own period was closed already. */
    LATE,
    /** Known already, byte for byte; without effect. */
    DUPLICATE,
    /** Another entry stands at its place in the device's log. */
    FORK,
    /** Entries before it never came. */
    GAP,
    BAD_SIG,
    MALFORMED,
    /** No key was released for it. */
    UNLICENSED,
    /** More was played than time or license allow. */
    OVERRUN;

    /** Whether the entry's media time counts. */
    public boolean counts() {
        return this == ACCEPTED || this == LATE;
    }

    /** The name in documents. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
