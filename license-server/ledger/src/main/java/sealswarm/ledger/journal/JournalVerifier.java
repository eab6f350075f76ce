package sealswarm.ledger.journal;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sealswarm.ledger.LedgerException;
import sealswarm.license.money.Money;

/**
 * Rebuilds a book from its bytes and says which entry is the first bad one: form, place, chain, sums, accounts, ids, periods,
 * overdrafts, reversals of what does not exist. Feed the entries in order; after a finding the rest is not looked at. For one thread.
 */
public final class JournalVerifier {
    /**
     * The first bad entry.
     *
     * @param seq the place at which it stands, counted from 1
     * @param id its id as far as it could be read, else {@code unreadable}
     * @param what what is wrong with it
     */
    public record Finding(long seq, String id, String what) {}

    private final Projection projection;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Money> turnover = new TreeMap<>();
    private Optional<Finding> finding = Optional.empty();

    /** A verifier of {@code book} from its first entry. */
    public JournalVerifier(String book) {
        projection = Projection.of(book);
    }

    /** Checks the next entry; true as long as all is well. */
    public boolean accept(byte[] bytes) {
        if (finding.isPresent()) {
            return false;
        }
        long seq = projection.head().seq() + 1;
        String id = "unreadable";
        try {
            StoredEntry stored = EntryBytes.read(bytes);
            id = stored.entry().id();
            checkKey(stored.entry());
            projection.apply(stored);
            addTurnover(stored.entry());
            return true;
        } catch (LedgerException | ArithmeticException e) {
            finding = Optional.of(new Finding(seq, id, String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** The first bad entry, if one was seen. */
    public Optional<Finding> finding() {
        return finding;
    }

    /** The state after the last good entry. */
    public BookState state() {
        return projection;
    }

    /** Sum of all debits per currency so far: the control total of a journal. */
    public Map<String, Money> turnover() {
        return Map.copyOf(turnover);
    }

    private void checkKey(JournalEntry entry) {
        String key = entry.draft().key().text();
        if (keys.contains(key)) {
            throw new LedgerException(LedgerException.Reason.INTEGRITY, key + " stands in the book twice");
        }
        Optional<EntryKey> reverses = entry.draft().reverses();
        if (reverses.isPresent() && !keys.contains(reverses.orElseThrow().text())) {
            throw new LedgerException(
                    LedgerException.Reason.INTEGRITY,
                    key + " reverses " + reverses.orElseThrow() + ", which is not in the book");
        }
        keys.add(key);
    }

    private void addTurnover(JournalEntry entry) {
        for (Posting posting : entry.draft().postings()) {
            if (!posting.amount().negative()) {
                turnover.merge(posting.amount().currency(), posting.amount(), Money::plus);
            }
        }
    }
}
