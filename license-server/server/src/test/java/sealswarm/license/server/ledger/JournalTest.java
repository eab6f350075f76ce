package sealswarm.license.server.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.BookState;
import sealswarm.ledger.journal.ChainHead;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.Journal.Existed;

class JournalTest {
    private final MemoryJournalStore store = new MemoryJournalStore();
    private final Journal journal = Journal.open("main", store, () -> SampleCommands.NOON);

    private static ProblemType refusal(Callable<?> action) {
        return assertThrows(ProblemException.class, action::call).type();
    }

    private static void fill(Journal journal, String buyer, long cents) {
        journal.append(JournalCommand.of(SampleCommands.voucher("fill-" + buyer, buyer, cents)));
    }

    private long balance(Journal of, String buyer) {
        return -of.read(state -> state.balance(SampleCommands.wallet(buyer), "EUR"));
    }

    private void verify(JournalStore of) {
        JournalVerifier verifier = new JournalVerifier("main");
        of.read("main", 1, 1_000_000).forEach(entry -> verifier.accept(entry.bytes()));
        assertEquals(Optional.empty(), verifier.finding());
    }

    @Test
    void writesACommandOnceHoweverOftenItIsSent() {
        fill(journal, "b1", 1_000);
        Journal.Written first = journal.append(SampleCommands.purchase("o1", "b1", 999));
        Journal.Written again = journal.append(SampleCommands.purchase("o1", "b1", 999));
        assertEquals(Existed.WRITTEN_NOW, first.existed());
        assertEquals(Existed.BEFORE, again.existed());
        assertEquals(first.entry(), again.entry());
        assertEquals(1, balance(journal, "b1"));
    }

    @Test
    void refusesTheSameKeyWithAnotherRequestAndWritesNothing() {
        fill(journal, "b1", 1_000);
        journal.append(SampleCommands.purchase("o1", "b1", 999));
        assertEquals(
                ProblemType.IDEMPOTENCY_MISMATCH,
                refusal(() -> journal.append(SampleCommands.purchase("o1", "b1", 1))));
        assertEquals(2, store.read("main", 1, 10).size());
    }

    @Test
    void refusesWhatTheDecisionRefusesAndTheWalletGuardHolds() {
        fill(journal, "b1", 100);
        assertEquals(
                ProblemType.INSUFFICIENT_CREDIT,
                refusal(() -> journal.append(SampleCommands.purchase("o1", "b1", 101))));
        journal.append(SampleCommands.purchase("o2", "b1", 100));
        assertEquals(0, balance(journal, "b1"));
        assertEquals(2, store.read("main", 1, 10).size());
    }

    @Test
    void sixtyFourThreadsOnAWalletCoveringTenSpendItExactlyTenTimes() throws Exception {
        fill(journal, "b1", 10 * 999);
        AtomicInteger refused = new AtomicInteger();
        int sold = parallel(64, i -> () -> {
            try {
                journal.append(SampleCommands.purchase("o" + i, "b1", 999));
                return 1;
            } catch (ProblemException e) {
                assertEquals(ProblemType.INSUFFICIENT_CREDIT, e.type());
                refused.incrementAndGet();
                return 0;
            }
        });
        assertEquals(10, sold);
        assertEquals(54, refused.get());
        assertEquals(0, balance(journal, "b1"));
        verify(store);
    }

    @Test
    void oneOrderSentAHundredTimesThroughTwoWritersIsOneEntry() throws Exception {
        Journal other = Journal.open("main", store, () -> SampleCommands.NOON);
        fill(journal, "b1", 10_000);
        int written = parallel(100, i -> () -> {
            Journal mine = i % 2 == 0 ? journal : other;
            return mine.append(SampleCommands.purchase("o1", "b1", 999)).existed() == Existed.WRITTEN_NOW ? 1 : 0;
        });
        assertEquals(1, written);
        assertEquals(2, store.read("main", 1, 10).size());
        assertEquals(9_001, balance(other, "b1"));
    }

    @Test
    void twoWritersOfOneBookNeverOverdrawAndNeverForkTheChain() throws Exception {
        Journal other = Journal.open("main", store, () -> SampleCommands.NOON);
        fill(journal, "b1", 20 * 100);
        int sold = parallel(200, i -> () -> {
            try {
                (i % 2 == 0 ? journal : other).append(SampleCommands.purchase("o" + i, "b1", 100));
                return 1;
            } catch (ProblemException e) {
                return 0;
            }
        });
        assertEquals(20, sold);
        assertEquals(0, balance(other, "b1"));
        ChainHead head = journal.read(BookState::head);
        assertEquals(head, other.<ChainHead>read(BookState::head));
        verify(store);
    }

    @Test
    void aRefusalSeesCreditThatAnotherWriterGave() {
        Journal other = Journal.open("main", store, () -> SampleCommands.NOON);
        fill(other, "b1", 100);
        assertEquals(
                Existed.WRITTEN_NOW,
                journal.append(SampleCommands.purchase("o1", "b1", 100)).existed());
    }

    @Test
    void anUnknownOutcomeIsLookedUpAndNotWrittenTwice() {
        AtomicInteger cuts = new AtomicInteger(1);
        JournalStore cut = new Forwarding(store) {
            @Override
            public Outcome append(List<StoredEntry> entries) {
                Outcome outcome = super.append(entries);
                if (cuts.getAndDecrement() > 0) {
                    throw new IllegalStateException("reply lost");
                }
                return outcome;
            }
        };
        Journal through = Journal.open("main", cut, () -> SampleCommands.NOON);
        JournalCommand command = JournalCommand.of(SampleCommands.voucher("v1", "b1", 100));
        IllegalStateException lost = assertThrows(IllegalStateException.class, () -> through.append(command));
        assertEquals("reply lost", lost.getMessage());
        assertEquals(Existed.BEFORE, through.append(command).existed());
        through.append(JournalCommand.of(SampleCommands.voucher("v2", "b1", 100)));
        assertEquals(2, store.read("main", 1, 10).size());
        verify(store);
    }

    @Test
    void aFailedWriteLeavesNoTraceInTheState() {
        AtomicInteger failures = new AtomicInteger(1);
        JournalStore failing = new Forwarding(store) {
            @Override
            public Outcome append(List<StoredEntry> entries) {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("store is down");
                }
                return super.append(entries);
            }
        };
        Journal through = Journal.open("main", failing, () -> SampleCommands.NOON);
        JournalCommand command = JournalCommand.of(SampleCommands.voucher("v1", "b1", 100));
        assertThrows(IllegalStateException.class, () -> through.append(command));
        assertEquals(0, balance(through, "b1"));
        assertEquals(Existed.WRITTEN_NOW, through.append(command).existed());
        assertEquals(100, balance(through, "b1"));
    }

    @Test
    void opensWhereItLeftOff() {
        fill(journal, "b1", 1_000);
        journal.append(SampleCommands.purchase("o1", "b1", 999));
        Journal again = Journal.open("main", store, () -> SampleCommands.NOON);
        assertEquals(1, balance(again, "b1"));
        assertEquals(2, again.<ChainHead>read(BookState::head).seq());
    }

    @Test
    void writesWhoeverWaitsTogetherAndTellsOneTooManyToComeBack() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger writes = new AtomicInteger();
        JournalStore slow = new Forwarding(store) {
            @Override
            public Outcome append(List<StoredEntry> entries) {
                writes.incrementAndGet();
                holding.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.append(entries);
            }
        };
        Journal through = Journal.open("main", slow, () -> SampleCommands.NOON, checkpoint -> {}, 20);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> leader = threads.submit(() -> fill(through, "b1", 10));
            holding.await();
            List<Future<?>> followers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int n = i;
                followers.add(threads.submit(() -> fill(through, "f" + n, 10)));
            }
            while (through.waiting() < 20) {
                Thread.onSpinWait();
            }
            assertEquals(ProblemType.OVERLOADED, refusal(() -> journalOverflow(through)));
            release.countDown();
            leader.get(20, TimeUnit.SECONDS);
            for (Future<?> follower : followers) {
                follower.get(20, TimeUnit.SECONDS);
            }
            assertEquals(21, store.read("main", 1, 100).size());
            assertEquals(2, writes.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Journal.Written journalOverflow(Journal through) {
        return through.append(JournalCommand.of(SampleCommands.voucher("over", "over", 10)));
    }

    /** Runs {@code count} tasks on 64 threads, all begun together, and adds up what they return. */
    private static int parallel(int count, java.util.function.IntFunction<Callable<Integer>> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        CountDownLatch begin = new CountDownLatch(1);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<Integer> each = task.apply(i);
                results.add(threads.submit(() -> {
                    begin.await();
                    return each.call();
                }));
            }
            begin.countDown();
            int sum = 0;
            for (Future<Integer> result : results) {
                sum += result.get(60, TimeUnit.SECONDS);
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Passes everything on, so that a test can break one call. */
    private static class Forwarding implements JournalStore {
        private final JournalStore to;

        Forwarding(JournalStore to) {
            this.to = to;
        }

        @Override
        public Map<String, StoredEntry> find(Collection<String> ids) {
            return to.find(ids);
        }

        @Override
        public Optional<StoredEntry> at(String book, long seq) {
            return to.at(book, seq);
        }

        @Override
        public List<StoredEntry> read(String book, long from, int limit) {
            return to.read(book, from, limit);
        }

        @Override
        public Outcome append(List<StoredEntry> entries) {
            return to.append(entries);
        }
    }
}
