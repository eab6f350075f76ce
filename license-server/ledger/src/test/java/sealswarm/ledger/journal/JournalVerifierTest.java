package sealswarm.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.JournalVerifier.Finding;
import sealswarm.license.money.Money;
import sealswarm.trial.Cases;

class JournalVerifierTest {
    private static Optional<Finding> verify(List<byte[]> entries) {
        JournalVerifier verifier = new JournalVerifier(ChainHead.MAIN);
        entries.forEach(verifier::accept);
        return verifier.finding();
    }

    private static List<byte[]> bytes(SampleBook book) {
        List<byte[]> bytes = new ArrayList<>();
        book.entries().forEach(each -> bytes.add(each.bytes()));
        return bytes;
    }

    @Test
    void acceptsWhatTheWriterWroteAndEveryPrefixOfIt() {
        SampleBook book = SampleBook.random(new Random(21), 200);
        List<byte[]> all = bytes(book);
        for (int length = 0; length <= all.size(); length += 20) {
            assertEquals(Optional.empty(), verify(all.subList(0, length)));
        }
        JournalVerifier verifier = new JournalVerifier(ChainHead.MAIN);
        all.forEach(verifier::accept);
        assertEquals(book.state().head(), verifier.state().head());
        long debits = 0;
        for (StoredEntry entry : book.entries()) {
            for (Posting posting : entry.entry().draft().postings()) {
                debits += Math.max(0, posting.amount().minorUnits());
            }
        }
        assertEquals(Map.of("EUR", Money.of("EUR", debits)), verifier.turnover());
    }

    @Test
    void namesTheFirstBadEntryAfterAnyFlippedBit() {
        List<byte[]> all = bytes(SampleBook.random(new Random(22), 60));
        Cases.forAll(23, 300, random -> {
            int victim = random.nextInt(all.size());
            List<byte[]> damaged = new ArrayList<>(all);
            byte[] copy = all.get(victim).clone();
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
            damaged.set(victim, copy);
            // A flip that still reads well (a digit of a hash or time) breaks the chain at the next entry instead.
            long seq = verify(damaged).map(Finding::seq).orElse((long) all.size() + 1);
            assertTrue(seq == victim + 1 || seq == victim + 2, "victim " + (victim + 1) + ", named " + seq);
        });
    }

    @Test
    void namesDeletedSwappedAndRepeatedEntries() {
        List<byte[]> all = bytes(SampleBook.random(new Random(24), 60));
        Cases.forAll(25, 100, random -> {
            int victim = random.nextInt(all.size() - 1);
            List<byte[]> deleted = new ArrayList<>(all);
            deleted.remove(victim);
            assertEquals(victim + 1, verify(deleted).orElseThrow().seq());
            List<byte[]> swapped = new ArrayList<>(all);
            Collections.swap(swapped, victim, victim + 1);
            assertEquals(victim + 1, verify(swapped).orElseThrow().seq());
            List<byte[]> repeated = new ArrayList<>(all);
            repeated.add(victim + 1, all.get(victim));
            assertEquals(victim + 2, verify(repeated).orElseThrow().seq());
        });
    }

    @Test
    void namesAnOverdrawnWalletEvenWhenTheChainIsWhole() {
        Projection honest = Projection.of(ChainHead.MAIN);
        StoredEntry sale = EntryPlacement.place(honest, SampleBook.sale("o1", "b71f", 100), SampleBook.NOON);
        Finding finding = verify(List.of(sale.bytes())).orElseThrow();
        assertEquals(1, finding.seq());
        assertEquals("main/chg:o1", finding.id());
        assertTrue(finding.what().contains("overdrawn"), finding.what());
    }

    @Test
    void namesASecondEntryOfOneKeyAndAReversalOfNothing() {
        SampleBook book = new SampleBook();
        book.append(SampleBook.voucher("h1", "b71f", 100));
        book.append(SampleBook.voucher("h1", "b71f", 100));
        assertTrue(verify(bytes(book)).orElseThrow().what().contains("twice"));
        SampleBook other = new SampleBook();
        EntryDraft refund = SampleBook.voucher("h1", "b71f", 100);
        other.append(new EntryDraft(
                EntryKey.of(EntryKind.REF, "o1", "1"),
                refund.effective(),
                "o1",
                Optional.of(EntryKey.of(EntryKind.CHG, "o1")),
                refund.req(),
                Facts.none(),
                refund.postings()));
        assertTrue(verify(bytes(other)).orElseThrow().what().contains("not in the book"));
    }

    @Test
    void readsNothingFurtherAfterAFinding() {
        JournalVerifier verifier = new JournalVerifier(ChainHead.MAIN);
        assertFalse(verifier.accept("{}".getBytes(StandardCharsets.UTF_8)));
        SampleBook book = new SampleBook();
        assertFalse(
                verifier.accept(book.append(SampleBook.voucher("h1", "b", 1)).bytes()));
        assertEquals("unreadable", verifier.finding().orElseThrow().id());
        assertEquals(0, verifier.state().head().seq());
    }

    @Test
    void aForkThatIsThrownAwayLeavesNoTrace() {
        SampleBook book = new SampleBook();
        Projection state = Projection.of(ChainHead.MAIN);
        state.apply(book.append(SampleBook.voucher("h1", "b71f", 100)));
        Projection fork = state.fork();
        StoredEntry sale = book.append(SampleBook.sale("o1", "b71f", 100));
        fork.apply(sale);
        Account wallet = Account.of(AccountKind.WALLET, "b71f");
        assertEquals(0, fork.balance(wallet, "EUR"));
        assertEquals(Map.of("EUR", -100L), state.balances(wallet));
        assertEquals(Map.of("EUR", 0L), fork.balances(wallet));
        assertEquals(1, state.head().seq());
        state.adopt(fork);
        assertEquals(0, state.balance(wallet, "EUR"));
        assertEquals(sale.hash(), state.head().hash());
    }

    @Test
    void balancesAddUpToZeroAtEachEntry() {
        Cases.forAll(26, 20, random -> {
            Projection state = Projection.of(ChainHead.MAIN);
            for (StoredEntry entry : SampleBook.random(random, 50).entries()) {
                state.apply(entry);
                long sum = 0;
                for (String name :
                        List.of("wallet:b0", "wallet:b1", "wallet:b2", "voucher:batch", "sales:net:demo-film")) {
                    sum += state.balance(new Account(name), "EUR");
                }
                assertEquals(0, sum);
            }
        });
    }
}
