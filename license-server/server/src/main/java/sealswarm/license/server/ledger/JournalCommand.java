package sealswarm.license.server.ledger;

import java.util.function.Function;
import sealswarm.ledger.journal.BookState;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.Sha256;

/**
 * A money event to be written once.
 *
 * @param key what the event is
 * @param req hash of the canonical request: an entry of this key with another one is a conflict
 * @param decision the entry, decided on the state at the head it will follow. It may refuse by throwing a {@code
 *     ProblemException}; it runs again after every lost race, so it must be pure
 */
public record JournalCommand(EntryKey key, Sha256 req, Function<BookState, EntryDraft> decision) {
    /** A command whose entry depends on no balance. */
    public static JournalCommand of(EntryDraft draft) {
        return new JournalCommand(draft.key(), draft.req(), state -> draft);
    }
}
