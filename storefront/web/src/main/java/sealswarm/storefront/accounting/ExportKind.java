package sealswarm.storefront.accounting;

import java.util.Locale;
import java.util.Optional;

/** What can be exported for a period. */
public enum ExportKind {
    /** Plays and sales that count for royalties. */
    USAGE,
    /** What buyers were charged. */
    CHARGES,
    /** What the parties earned. */
    ROYALTIES,
    /** Trial balance and postings. */
    LEDGER;

    /** The kind of a path segment. */
    static Optional<ExportKind> of(String text) {
        for (ExportKind kind : values()) {
            if (kind.text().equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The word in routes and message keys. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
