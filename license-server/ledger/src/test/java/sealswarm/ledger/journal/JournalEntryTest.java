package sealswarm.ledger.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.license.money.MoneyException;
import sealswarm.trial.Cases;

class JournalEntryTest {
    private static final Account WALLET = Account.of(AccountKind.WALLET, "b71f");
    private static final Account SALES = Account.of(AccountKind.SALES_NET, "demo-film");
    private static final EntryKey KEY = EntryKey.of(EntryKind.CHG, "o1");

    private static Reason refusal(Runnable action) {
        return assertThrows(LedgerException.class, action::run).reason();
    }

    @Test
    void writesTheCanonicalBytesOfTheSpecification() {
        SampleBook book = new SampleBook();
        StoredEntry stored = book.append(SampleBook.voucher("h1", "b71f", 5_000));
        assertEquals(
                "{\"at\":\"2031-04-05T12:00:00Z\",\"book\":\"main\",\"effective\":\"2031-04-05T12:00:00Z\",\"facts\":{},"
                        + "\"id\":\"main/vch:h1\",\"kind\":\"vch\",\"originPeriod\":\"2031-04\",\"period\":\"2031-04\","
                        + "\"policy\":\"lr-cum-1\",\"postings\":[{\"a\":\"voucher:batch\",\"c\":\"EUR\",\"m\":\"5000\"},"
                        + "{\"a\":\"wallet:b71f\",\"c\":\"EUR\",\"m\":\"-5000\"}],"
                        + "\"prev\":\"" + ChainHead.genesis("main").hash() + "\",\"ref\":\"test\","
                        + "\"req\":\"" + Sha256.of("vch:h1".getBytes(StandardCharsets.UTF_8)) + "\",\"seq\":1,\"v\":1}",
                stored.text());
        assertEquals(Sha256.ofLeaf(stored.bytes()), stored.hash());
    }

    @Test
    void readsBackWhatItWrote() {
        Cases.forAll(11, 50, random -> {
            for (StoredEntry stored : SampleBook.random(random, 20).entries()) {
                assertEquals(stored, EntryBytes.read(stored.bytes()));
            }
        });
    }

    @Test
    void refusesPostingsThatDoNotAddUp() {
        assertEquals(
                Reason.UNBALANCED,
                refusal(() -> SampleBook.draft(KEY, Posting.of(WALLET, "EUR", 999), Posting.of(SALES, "EUR", -998))));
        assertEquals(
                Reason.UNBALANCED,
                refusal(() -> SampleBook.draft(KEY, Posting.of(WALLET, "EUR", 999), Posting.of(SALES, "USD", -999))));
    }

    @Test
    void refusesNoOneZeroAndTooManyPostings() {
        assertEquals(Reason.MALFORMED, refusal(() -> SampleBook.draft(KEY)));
        assertEquals(Reason.MALFORMED, refusal(() -> SampleBook.draft(KEY, Posting.of(WALLET, "EUR", 1))));
        assertEquals(Reason.MALFORMED, refusal(() -> Posting.of(WALLET, "EUR", 0)));
        List<Posting> most = new ArrayList<>();
        for (int i = 0; i < EntryDraft.MAX_POSTINGS - 1; i++) {
            most.add(Posting.of(WALLET, "EUR", 1));
        }
        most.add(Posting.of(SALES, "EUR", -(EntryDraft.MAX_POSTINGS - 1)));
        assertEquals(
                EntryDraft.MAX_POSTINGS,
                SampleBook.draft(KEY, most.toArray(Posting[]::new)).postings().size());
        most.add(Posting.of(SALES, "EUR", 1));
        most.add(Posting.of(SALES, "EUR", -1));
        assertEquals(Reason.MALFORMED, refusal(() -> SampleBook.draft(KEY, most.toArray(Posting[]::new))));
        assertEquals(
                Reason.MALFORMED,
                refusal(() -> SampleBook.draft(
                        EntryKey.of(EntryKind.CUT, "2031-04"),
                        Posting.of(WALLET, "EUR", 1),
                        Posting.of(SALES, "EUR", -1))));
    }

    @Test
    void refusesSumsBeyondSixtyFourBits() {
        assertThrows(
                MoneyException.class,
                () -> SampleBook.draft(
                        KEY,
                        Posting.of(WALLET, "EUR", Long.MAX_VALUE),
                        Posting.of(WALLET, "EUR", Long.MAX_VALUE),
                        Posting.of(SALES, "EUR", 2)));
    }

    @Test
    void refusesBytesItWouldNotHaveWritten() {
        SampleBook book = new SampleBook();
        String good = book.append(SampleBook.voucher("h1", "b71f", 5_000)).text();
        List<String> bad = List.of(
                "",
                "[]",
                good + " ",
                good.replace("\"seq\":1", "\"seq\": 1"),
                good.replace("\"seq\":1", "\"seq\":0"),
                good.replace("\"v\":1", "\"v\":2"),
                good.replace("\"v\":1", "\"v\":1,\"x\":1"),
                good.replace("\"5000\"", "5000"),
                good.replace("\"5000\"", "\"05000\""),
                good.replace("\"5000\"", "\"5001\""),
                good.replace("EUR", "EUX"),
                good.replace("wallet:b71f", "purse:b71f"),
                good.replace("main/vch", "other/vch"),
                good.replace("\"kind\":\"vch\"", "\"kind\":\"chg\""),
                good.replace("\"period\":\"2031-04\"", "\"period\":\"2031-03\""),
                good.replace("lr-cum-1", "lr-cum-2"),
                good.replace("12:00:00Z\",\"book", "12:00:00.0Z\",\"book"));
        for (String text : bad) {
            assertFalse(text.equals(good));
            assertThrows(LedgerException.class, () -> EntryBytes.read(text.getBytes(StandardCharsets.UTF_8)), text);
        }
    }

    @Test
    void keepsFactsInCanonicalForm() {
        assertEquals("{\"a\":1,\"b\":[]}", new Facts("{ \"b\": [], \"a\": 1 }").json());
        assertEquals(new Facts("{\"b\":2,\"a\":1}").hash(), new Facts("{\"a\":1,\"b\":2}").hash());
    }

    @Test
    void countsLateEventsInTheFirstOpenPeriodAndKeepsTheirOrigin() {
        SampleBook book = new SampleBook();
        EntryDraft cut = new EntryDraft(
                EntryKey.of(EntryKind.CUT, "2031-04"),
                Instant.parse("2031-05-04T00:00:00Z"),
                "2031-04",
                Optional.empty(),
                Sha256.of(new byte[0]),
                Facts.none(),
                List.of());
        assertEquals("2031-04", book.append(cut).entry().period().toString());
        StoredEntry late = book.append(SampleBook.voucher("late", "b71f", 10));
        assertEquals("2031-05", late.entry().period().toString());
        assertEquals("2031-04", late.entry().originPeriod().toString());
        assertTrue(EntryBytes.read(late.bytes()).equals(late));
        EntryDraft accrual = SampleBook.draft(
                EntryKey.of(EntryKind.ACC, "c1", "1", "2031-04", "l1"),
                Posting.of(Account.of(AccountKind.ROYALTY_EXPENSE, "demo-film"), "EUR", 7),
                Posting.of(Account.of(AccountKind.ROYALTY_ACCRUED, "acme", "c1"), "EUR", -7));
        assertEquals("2031-04", book.append(accrual).entry().period().toString());
        EntryDraft again = SampleBook.draft(
                EntryKey.of(EntryKind.ACC, "c1", "1", "2031-05", "l1"),
                Posting.of(Account.of(AccountKind.ROYALTY_EXPENSE, "demo-film"), "EUR", 7),
                Posting.of(Account.of(AccountKind.ROYALTY_ACCRUED, "acme", "c1"), "EUR", -7));
        assertEquals(Reason.INTEGRITY, refusal(() -> book.append(again)));
        assertEquals(Reason.INTEGRITY, refusal(() -> book.append(cut)));
    }
}
