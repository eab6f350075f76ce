package sealswarm.license.server.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.ledger.journal.StoredEntry;

/**
 * Where the entries of a book are kept: insert-only, unique by id and by (book, seq). Blocking. Any other failure than those named
 * means "unknown": the caller looks before it repeats.
 */
public interface JournalStore {
    /** What became of an append. */
    enum Outcome {
        /** All entries are durable. */
        APPENDED,
        /** An entry met an id or a place that was taken; those before it are durable, none after it. */
        TAKEN
    }

    /** The entries with these ids, by id; ids that do not exist are left out. */
    Map<String, StoredEntry> find(Collection<String> ids);

    /** The entry at a place. */
    Optional<StoredEntry> at(String book, long seq);

    /** At most {@code limit} entries from place {@code from} on, in order. */
    List<StoredEntry> read(String book, long from, int limit);

    /** Inserts the entries one after the other and stops at the first that is taken. Returns when what it says is durable. */
    Outcome append(List<StoredEntry> entries);
}
