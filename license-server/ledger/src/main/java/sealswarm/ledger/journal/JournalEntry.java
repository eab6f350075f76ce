package sealswarm.ledger.journal;

import java.time.Instant;
import sealswarm.ledger.LedgerException;

/**
 * One entry of a book: the event, and the place in the chain it was given.
 *
 * @param book the book
 * @param seq place in the book, from 1 without holes
 * @param prev hash of the entry before
 * @param at when it was written, whole seconds
 * @param period the period it counts in
 * @param originPeriod the period its effect belongs to; earlier than {@code period} for late events
 * @param draft the event
 */
public record JournalEntry(
        String book, long seq, Sha256 prev, Instant at, Period period, Period originPeriod, EntryDraft draft) {
    /** The rule by which amounts are rounded and shared. */
    public static final String POLICY = "lr-cum-1";

    /** Refuses a place before the first and a period before the origin. */
    public JournalEntry {
        at = JournalTime.whole(at);
        if (seq < 1) {
            throw LedgerException.malformed("seq " + seq + " of " + draft.key());
        }
        if (!Account.isArgument(book)) {
            throw LedgerException.malformed("not a name of a book");
        }
        if (period.before(originPeriod)) {
            throw LedgerException.malformed(
                    draft.key() + " counts in " + period + ", before its origin " + originPeriod);
        }
    }

    /** Identity over all books: {@code book/key}. */
    public String id() {
        return book + "/" + draft.key();
    }

    public EntryKind kind() {
        return draft.key().kind();
    }
}
