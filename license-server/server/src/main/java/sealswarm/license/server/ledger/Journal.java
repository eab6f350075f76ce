package sealswarm.license.server.ledger;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.ledger.journal.BookState;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryPlacement;
import sealswarm.ledger.journal.Projection;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/**
 * The one writer of a book in this process. Callers block on threads of their own; one of them leads: it takes all that wait,
 * decides each on the state its predecessors leave, and inserts them in one ordered write. Another process may write too: unique
 * (book, seq) makes the insert a compare-and-swap, and after a lost race everything is decided again on the newer state.
 *
 * <p>Nothing is acknowledged before it is durable. Thread-safe.
 */
public final class Journal {
    /** Most entries of one write; the driver's embedded counterpart is fast up to here. */
    public static final int MAX_BATCH = 1_000;
    /** Most callers that may wait; beyond it they are told to come back. */
    public static final int MAX_WAITING = 8_190;
    /** Most characters of one write. */
    static final int MAX_BATCH_CHARS = 8 * 1024 * 1024;
    /** Lost races after which a caller is told to come back. */
    static final int MAX_ROUNDS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int PAGE = 1_000;

    /**
     * What became of a command.
     *
     * @param entry the entry, written now or before
     * @param existed whether it stood in the book already
     */
    public record Written(StoredEntry entry, Existed existed) {}

    /** Whether an entry was there before. */
    public enum Existed {
        BEFORE,
        WRITTEN_NOW
    }

    /** A command and the place for its outcome; guarded by the lock. */
    private static final class Pending {
        private final JournalCommand command;
        private @Nullable Written written;
        private @Nullable RuntimeException failure;

        private Pending(JournalCommand command) {
            this.command = command;
        }

        private boolean done() {
            return written != null || failure != null;
        }
    }

    private final String book;
    private final JournalStore store;
    private final InstantSource clock;
    private final Consumer<JournalCheckpoint> reached;
    private final int maxWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Pending> waiting = new ArrayDeque<>();
    private final Projection state;
    private boolean led;

    private Journal(
            String book, JournalStore store, InstantSource clock, Consumer<JournalCheckpoint> reached, int maxWaiting) {
        this.book = book;
        this.store = store;
        this.clock = clock;
        this.reached = reached;
        this.maxWaiting = maxWaiting;
        this.state = Projection.of(book);
    }

    /**
     * Opens a book: reads it from its first entry and checks the chain.
     *
     * @throws sealswarm.ledger.LedgerException INTEGRITY if the stored book is damaged
     */
    public static Journal open(String book, JournalStore store, InstantSource clock) {
        return open(book, store, clock, checkpoint -> {}, MAX_WAITING);
    }

    /** As {@link #open(String, JournalStore, InstantSource)}, telling {@code reached} of each checkpoint. */
    static Journal open(
            String book, JournalStore store, InstantSource clock, Consumer<JournalCheckpoint> reached, int maxWaiting) {
        Journal journal = new Journal(book, store, clock, reached, maxWaiting);
        journal.readAll();
        return journal;
    }

    /**
     * Writes a command once. The same command again gives the entry that stands.
     *
     * @throws ProblemException {@code idempotency-mismatch} if its key stands with another request, {@code overloaded} if too many
     *     wait, or what the decision refuses with; nothing is written then
     */
    public Written append(JournalCommand command) {
        Pending pending = new Pending(command);
        lock.lock();
        try {
            if (waiting.size() >= maxWaiting) {
                throw ProblemException.of(ProblemType.OVERLOADED, "too many money events wait to be written");
            }
            waiting.add(pending);
            while (!pending.done()) {
                if (led) {
                    changed.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
        if (pending.failure != null) {
            throw pending.failure;
        }
        return Objects.requireNonNull(pending.written);
    }

    /** What {@code question} sees at the newest head, including what other processes wrote. */
    public <T> T read(Function<BookState, T> question) {
        lock.lock();
        try {
            while (led) {
                changed.awaitUninterruptibly();
            }
            catchUp();
            return question.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /** The entries with these ids, by id. */
    public Map<String, StoredEntry> find(List<String> ids) {
        return store.find(ids);
    }

    /** How many callers wait to be led. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** The name of the book. */
    public String book() {
        return book;
    }

    /** Holding the lock: takes the next batch, lets go of the lock while writing it, and tells the others. */
    private void lead() {
        List<Pending> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
            batch.add(waiting.remove());
        }
        led = true;
        lock.unlock();
        RuntimeException failure = null;
        try {
            write(batch);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            lock.lock();
            led = false;
            for (Pending each : batch) {
                if (!each.done()) {
                    each.failure = failure != null ? failure : new IllegalStateException("left undecided");
                }
            }
            changed.signalAll();
        }
    }

    private void write(List<Pending> batch) {
        List<Pending> open = new ArrayList<>(batch);
        for (int round = 0; !open.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                throw ProblemException.of(ProblemType.OVERLOADED, "the journal is written by too many at once");
            }
            answerExisting(open);
            open.removeIf(Pending::done);
            if (!open.isEmpty() && !writeRound(open)) {
                catchUp();
            }
            open.removeIf(Pending::done);
        }
    }

    private void answerExisting(List<Pending> open) {
        List<String> ids = new ArrayList<>();
        open.forEach(each -> ids.add(id(each)));
        Map<String, StoredEntry> found = store.find(ids);
        for (Pending each : open) {
            StoredEntry entry = found.get(id(each));
            if (entry != null) {
                answer(each, entry);
            }
        }
    }

    private void answer(Pending pending, StoredEntry entry) {
        if (entry.entry().draft().req().equals(pending.command.req())) {
            pending.written = new Written(entry, Existed.BEFORE);
        } else {
            LOG.warn("idempotency mismatch key={}", pending.command.key());
            pending.failure = ProblemException.of(
                    ProblemType.IDEMPOTENCY_MISMATCH, pending.command.key() + " was written for another request");
        }
    }

    /** Decides and writes what it can; false if the state was too old, and then nothing was answered. */
    private boolean writeRound(List<Pending> open) {
        Projection tentative = state.fork();
        List<StoredEntry> entries = new ArrayList<>();
        List<Pending> authors = new ArrayList<>();
        Map<Pending, RuntimeException> refusals = new HashMap<>();
        Set<String> ids = new HashSet<>();
        long chars = 0;
        for (Pending each : open) {
            // A second command of one key waits for the next round, where it finds the first one's entry.
            if (chars > MAX_BATCH_CHARS || !ids.add(id(each))) {
                continue;
            }
            try {
                StoredEntry entry = place(tentative, each.command);
                entries.add(entry);
                authors.add(each);
                chars += entry.text().length();
            } catch (RuntimeException refusal) {
                refusals.put(each, LedgerProblems.of(refusal));
            }
        }
        if (entries.isEmpty()) {
            // A refusal is final only at the newest head.
            if (catchUp()) {
                return true;
            }
        } else {
            reached.accept(JournalCheckpoint.BEFORE_INSERT);
            if (store.append(entries) == JournalStore.Outcome.TAKEN) {
                return false;
            }
            reached.accept(JournalCheckpoint.AFTER_INSERT);
            state.adopt(tentative);
        }
        for (int i = 0; i < entries.size(); i++) {
            authors.get(i).written = new Written(entries.get(i), Existed.WRITTEN_NOW);
        }
        refusals.forEach((pending, refusal) -> pending.failure = refusal);
        return true;
    }

    private StoredEntry place(Projection tentative, JournalCommand command) {
        EntryDraft draft = command.decision().apply(tentative);
        if (!draft.key().equals(command.key()) || !draft.req().equals(command.req())) {
            throw new IllegalStateException("the decision on " + command.key() + " made another entry");
        }
        StoredEntry entry = EntryPlacement.place(tentative, draft, clock.instant());
        tentative.apply(entry);
        return entry;
    }

    /** Reads what others wrote since; true if there was anything. Only the leader or a holder of the lock may call it. */
    private boolean catchUp() {
        boolean any = false;
        Optional<StoredEntry> next = store.at(book, state.head().seq() + 1);
        while (next.isPresent()) {
            state.apply(next.orElseThrow());
            any = true;
            next = store.at(book, state.head().seq() + 1);
        }
        return any;
    }

    private void readAll() {
        List<StoredEntry> page = store.read(book, 1, PAGE);
        while (!page.isEmpty()) {
            page.forEach(state::apply);
            page = store.read(book, state.head().seq() + 1, PAGE);
        }
        LOG.info("journal open book={} seq={}", book, state.head().seq());
    }

    private String id(Pending pending) {
        return book + "/" + pending.command.key();
    }
}
