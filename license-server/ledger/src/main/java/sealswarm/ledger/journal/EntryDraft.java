package sealswarm.ledger.journal;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.license.money.Money;

/**
 * A money event as its author describes it; the writer adds place and time ({@link JournalEntry}). Checked here, so that nothing
 * unbalanced ever reaches a store.
 *
 * @param key what the event is; also its identity for ever
 * @param effective when it happened, whole seconds
 * @param ref the business object behind it (order, grant, statement), 1 to 255 characters
 * @param reverses the entry this one takes back, wholly or in part
 * @param req hash of the canonical request: the same key with another request is a conflict
 * @param facts what is recorded beside the postings
 * @param postings 2 to {@link #MAX_POSTINGS}, each currency adding up to zero; none for markers
 */
public record EntryDraft(
        EntryKey key,
        Instant effective,
        String ref,
        Optional<EntryKey> reverses,
        Sha256 req,
        Facts facts,
        List<Posting> postings) {
    /** Most postings of one entry. */
    public static final int MAX_POSTINGS = 10_000;
    /** Longest reference. */
    public static final int MAX_REF_CHARS = 255;

    /** Refuses unbalanced, missing or surplus postings and a reference that is empty or too long. */
    public EntryDraft {
        effective = JournalTime.whole(effective);
        postings = List.copyOf(postings);
        if (ref.isEmpty() || ref.length() > MAX_REF_CHARS) {
            throw LedgerException.malformed(
                    "reference of " + ref.length() + " characters, allowed are 1 to " + MAX_REF_CHARS);
        }
        checkPostings(key, postings);
    }

    private static void checkPostings(EntryKey key, List<Posting> postings) {
        if (key.kind().marker()) {
            if (!postings.isEmpty()) {
                throw LedgerException.malformed(key + " marks a moment and cannot have postings");
            }
            return;
        }
        if (postings.size() < 2 || postings.size() > MAX_POSTINGS) {
            throw LedgerException.malformed(
                    key + " has " + postings.size() + " postings, allowed are 2 to " + MAX_POSTINGS);
        }
        Map<String, Money> sums = new HashMap<>();
        for (Posting posting : postings) {
            sums.merge(posting.amount().currency(), posting.amount(), Money::plus);
        }
        for (Money sum : sums.values()) {
            if (!sum.none()) {
                throw new LedgerException(Reason.UNBALANCED, key + ": postings add up to " + sum + ", not to zero");
            }
        }
    }
}
