package sealswarm.ledger.journal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;

/**
 * The state of a book as its entries are applied one after the other. {@link #fork} gives a tentative state that can be thrown away.
 * For one thread.
 */
public final class Projection implements BookState {
    private record Balance(Account account, String currency) {}

    private final @Nullable Projection base;
    private final Map<Balance, Long> balances = new HashMap<>();
    private final Map<EntryKey, Long> reversed = new HashMap<>();
    private final Map<Account, Set<String>> currencies = new HashMap<>();
    private final SortedSet<Account> openHolds = new TreeSet<>();
    /** Holds that the base has open and this fork has emptied. */
    private final Set<Account> emptiedHolds = new HashSet<>();

    private ChainHead head;
    private Optional<Period> lastCut;

    private Projection(@Nullable Projection base, ChainHead head, Optional<Period> lastCut) {
        this.base = base;
        this.head = head;
        this.lastCut = lastCut;
    }

    /** The state of an empty book. */
    public static Projection of(String book) {
        return new Projection(null, ChainHead.genesis(book), Optional.empty());
    }

    /** A state that begins here and whose changes stay in it until {@link #adopt}ed. This state must rest meanwhile. */
    public Projection fork() {
        return new Projection(this, head, lastCut);
    }

    /** Takes over what {@code fork} has become. */
    public void adopt(Projection fork) {
        if (fork.base != this) {
            throw new IllegalArgumentException("not a fork of this state");
        }
        balances.putAll(fork.balances);
        reversed.putAll(fork.reversed);
        fork.currencies.forEach((account, codes) ->
                currencies.computeIfAbsent(account, unused -> new TreeSet<>()).addAll(codes));
        openHolds.addAll(fork.openHolds);
        openHolds.removeAll(fork.emptiedHolds);
        if (base != null) {
            emptiedHolds.removeAll(fork.openHolds);
            emptiedHolds.addAll(fork.emptiedHolds);
        }
        head = fork.head;
        lastCut = fork.lastCut;
    }

    @Override
    public ChainHead head() {
        return head;
    }

    @Override
    public long balance(Account account, String currency) {
        return balance(new Balance(account, currency));
    }

    @Override
    public Optional<Period> firstOpenPeriod() {
        return lastCut.map(Period::next);
    }

    @Override
    public Map<String, Long> balances(Account account) {
        Map<String, Long> balances = base == null ? new TreeMap<>() : new TreeMap<>(base.balances(account));
        for (String currency : currencies.getOrDefault(account, Set.of())) {
            balances.put(currency, balance(account, currency));
        }
        return balances;
    }

    @Override
    public SortedSet<Account> openHolds() {
        SortedSet<Account> open = base == null ? new TreeSet<>() : base.openHolds();
        open.addAll(openHolds);
        open.removeAll(emptiedHolds);
        return open;
    }

    private void noteHold(Account account) {
        if (account.kind() == AccountKind.HOLD) {
            boolean empty = balances(account).values().stream().allMatch(balance -> balance == 0);
            (empty ? openHolds : emptiedHolds).remove(account);
            if (!empty) {
                openHolds.add(account);
            } else if (base != null) {
                emptiedHolds.add(account);
            }
        }
    }

    @Override
    public long reversed(EntryKey key) {
        Long own = reversed.get(key);
        if (own != null) {
            return own;
        }
        return base == null ? 0 : base.reversed(key);
    }

    /**
     * Applies the next entry.
     *
     * @throws LedgerException INTEGRITY if it does not follow this head, counts in a period already cut, or leaves a wallet or hold
     *     overdrawn; the state is then unchanged
     */
    public void apply(StoredEntry stored) {
        JournalEntry entry = stored.entry();
        checkPlace(entry);
        Map<Balance, Long> changed = new HashMap<>();
        for (Posting posting : entry.draft().postings()) {
            Balance key = new Balance(posting.account(), posting.amount().currency());
            long before = changed.containsKey(key) ? changed.getOrDefault(key, 0L) : balance(key);
            changed.put(key, Math.addExact(before, posting.amount().minorUnits()));
        }
        changed.forEach((key, balance) -> {
            if (key.account().kind().neverDebit() && balance > 0) {
                throw broken(entry, key.account() + " would be overdrawn by " + balance + " minor units");
            }
        });
        balances.putAll(changed);
        changed.keySet().forEach(key -> currencies
                .computeIfAbsent(key.account(), unused -> new TreeSet<>())
                .add(key.currency()));
        changed.keySet().forEach(key -> noteHold(key.account()));
        entry.draft().reverses().ifPresent(key -> reversed.put(key, reversed(key) + debits(entry)));
        if (entry.kind() == EntryKind.CUT) {
            lastCut = Optional.of(entry.period());
        }
        head = head.after(stored);
    }

    private static long debits(JournalEntry entry) {
        long sum = 0;
        for (Posting posting : entry.draft().postings()) {
            sum = Math.addExact(sum, Math.max(0, posting.amount().minorUnits()));
        }
        return sum;
    }

    private void checkPlace(JournalEntry entry) {
        if (!entry.book().equals(head.book())) {
            throw broken(entry, "is of book " + entry.book() + ", not of " + head.book());
        }
        if (entry.seq() != head.seq() + 1) {
            throw broken(entry, "stands at seq " + entry.seq() + " where " + (head.seq() + 1) + " is due");
        }
        if (!entry.prev().equals(head.hash())) {
            throw broken(entry, "does not continue the chain: prev is not the hash of seq " + head.seq());
        }
        if (entry.kind() == EntryKind.CUT || !entry.kind().ofClose()) {
            if (lastCut.isPresent() && !lastCut.orElseThrow().before(entry.period())) {
                throw broken(entry, "counts in " + entry.period() + ", which is cut already");
            }
        } else if (lastCut.isEmpty() || !lastCut.orElseThrow().equals(entry.period())) {
            throw broken(entry, "closes " + entry.period() + ", which is not the period last cut");
        }
    }

    private long balance(Balance key) {
        Long own = balances.get(key);
        if (own != null) {
            return own;
        }
        return base == null ? 0 : base.balance(key);
    }

    private static LedgerException broken(JournalEntry entry, String what) {
        return new LedgerException(Reason.INTEGRITY, entry.draft().key() + " " + what);
    }
}
