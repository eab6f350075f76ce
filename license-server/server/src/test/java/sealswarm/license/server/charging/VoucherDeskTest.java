package sealswarm.license.server.charging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.Sha256;
import sealswarm.license.message.Accounts;
import sealswarm.license.message.Charges.VoucherBatch;
import sealswarm.license.message.Charges.VoucherBatchRequest;
import sealswarm.license.message.Charges.VoucherFunding;
import sealswarm.license.message.Charges.VoucherRedemption;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.ledger.LedgerProblems;

class VoucherDeskTest {
    private final Till till = new Till();

    private static ProblemType refusal(Callable<?> action) {
        return assertThrows(ProblemException.class, () -> LedgerProblems.telling(action)
                        .call())
                .type();
    }

    private VoucherBatch batch(String name, int count, VoucherFunding fundedBy) {
        return till.voucherDesk.issue(new VoucherBatchRequest(name, count, Money.of("EUR", 2_500), fundedBy, "spring"));
    }

    @Test
    void turnsAVoucherIntoCreditOnce() {
        VoucherBatch batch = batch("spring", 2, VoucherFunding.BANK);
        assertEquals(5_000, till.balance("bank:clearing"));
        String code = batch.codes().get(0);
        assertEquals(
                Money.of("EUR", 2_500),
                till.voucherDesk
                        .redeem(new VoucherRedemption("anna", code), "k1")
                        .balance());
        assertEquals(
                ProblemType.VOUCHER_USED,
                refusal(() -> till.voucherDesk.redeem(new VoucherRedemption("bert", code), "k2")));
        assertEquals(
                ProblemType.VOUCHER_USED,
                refusal(() -> till.voucherDesk.redeem(new VoucherRedemption("anna", code), "k3")));
        assertEquals(
                Money.of("EUR", 2_500),
                till.voucherDesk
                        .redeem(new VoucherRedemption("anna", code), "k1")
                        .amount());
        assertEquals(-2_500, till.balance("wallet:buyer-anna"));
        assertEquals(-2_500, till.balance("voucher:spring"));
        assertEquals(
                List.of(Money.of("EUR", 2_500)), till.voucherDesk.wallet("anna").balances());
        assertEquals(List.of(), till.voucherDesk.wallet("bert").balances());
    }

    @Test
    void readsCodesAsPeopleTypeThem() {
        String code = batch("spring", 1, VoucherFunding.PROMO).codes().get(0);
        String typed = " "
                + code.toLowerCase(java.util.Locale.ROOT)
                        .replace('0', 'o')
                        .replace('1', 'l')
                        .replace("-", " ");
        assertEquals(
                Money.of("EUR", 2_500),
                till.voucherDesk
                        .redeem(new VoucherRedemption("anna", typed), "k")
                        .amount());
        assertEquals(2_500, till.balance("promo:expense"));
    }

    @Test
    void refusesCodesThatAreNone() {
        batch("spring", 1, VoucherFunding.BANK);
        for (String code :
                List.of("x", "AAAAA-AAAAA-AAAAA-AAAAA", "UUUUU-UUUUU-UUUUU-UUUUU", "AAAAA-AAAAA-AAAAA-AAAA")) {
            assertEquals(
                    ProblemType.NOT_FOUND,
                    refusal(() -> till.voucherDesk.redeem(new VoucherRedemption("anna", code), "k")));
        }
    }

    @Test
    void refusesAVoucherWhoseBatchNeverReachedTheJournal() {
        VoucherCode code = VoucherCode.random(new SecureRandom());
        till.vouchers.insert(List.of(new Voucher(code.hash(), "lost", Money.of("EUR", 1))));
        assertEquals(
                ProblemType.NOT_FOUND,
                refusal(() -> till.voucherDesk.redeem(new VoucherRedemption("anna", code.shown()), "k")));
    }

    @Test
    void makesABatchOnceAndCodesThatAllDiffer() {
        VoucherBatch batch = batch("spring", 1_000, VoucherFunding.BANK);
        assertEquals(1_000, new HashSet<>(batch.codes()).size());
        assertTrue(batch.codes().stream()
                .allMatch(code -> code.matches("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}")));
        assertEquals(ProblemType.IDEMPOTENCY_MISMATCH, refusal(() -> batch("spring", 1, VoucherFunding.BANK)));
        assertEquals(-2_500_000, till.balance("voucher:spring"));
    }

    @Test
    void keepsNoCodeInTheJournalAndPrintsNone() {
        VoucherBatch batch = batch("spring", 3, VoucherFunding.BANK);
        VoucherCode code = VoucherCode.typed(batch.codes().get(0)).orElseThrow();
        till.voucherDesk.redeem(new VoucherRedemption("anna", code.shown()), "k");
        till.entries
                .read("main", 1, 100)
                .forEach(entry -> assertFalse(entry.text().contains(code.shown())));
        assertFalse((code + " " + batch + " " + new VoucherRedemption("anna", code.shown())).contains(code.shown()));
        assertEquals(64, code.hash().hex().length());
        assertEquals(Sha256.LENGTH_BYTES, code.hash().bytes().length);
    }

    @Test
    void postsCorrectionsAndRefusesThoseThatDoNotBalanceOrTouchStatements() {
        AdjustmentDesk desk = new AdjustmentDesk(till.journal, () -> Till.NOON);
        Accounts.Adjustment goodwill = adjustment(posting("promo:expense", 500), posting("wallet:buyer-anna", -500));
        assertEquals("main/adj:goodwill:case-7:1", desk.adjust(goodwill, "eve").entryId());
        assertEquals(desk.adjust(goodwill, "eve"), desk.adjust(goodwill, "eve"));
        assertEquals(-500, till.balance("wallet:buyer-anna"));
        assertEquals(
                ProblemType.UNBALANCED,
                refusal(() -> desk.adjust(adjustment(posting("promo:expense", 2), posting("wallet:x", -1)), "eve")));
        assertEquals(
                ProblemType.MALFORMED,
                refusal(() -> desk.adjust(adjustment(posting("cash", 2), posting("wallet:x", -2)), "eve")));
        assertEquals(
                ProblemType.MALFORMED,
                refusal(() ->
                        desk.adjust(adjustment(posting("royalty:payable:acme", 2), posting("wallet:x", -2)), "eve")));
        assertEquals(
                ProblemType.INSUFFICIENT_CREDIT,
                refusal(() -> desk.adjust(
                        new Accounts.Adjustment(
                                "goodwill",
                                "case-7",
                                2,
                                "note",
                                List.of(posting("wallet:buyer-anna", 501), posting("promo:expense", -501))),
                        "eve")));
        assertEquals(
                ProblemType.IDEMPOTENCY_MISMATCH,
                refusal(() ->
                        desk.adjust(adjustment(posting("promo:expense", 1), posting("wallet:buyer-anna", -1)), "eve")));
    }

    private static Accounts.Adjustment adjustment(Accounts.Posting... postings) {
        return new Accounts.Adjustment("goodwill", "case-7", 1, "a note", List.of(postings));
    }

    private static Accounts.Posting posting(String account, long cents) {
        return new Accounts.Posting(account, Money.of("EUR", cents));
    }

    @Test
    void holdsCreditForPlaysChargesThemAndGivesBackTheRest() {
        till.credit("anna", 1_000);
        PlayHolds.Reservation three = new PlayHolds.Reservation("lic1", 1, "g1", "buyer-anna", Money.of("EUR", 200), 3);
        till.holds.hold(three);
        till.holds.hold(three);
        assertEquals(-400, till.balance("wallet:buyer-anna"));
        assertEquals(-600, till.balance("hold:lic1"));
        till.holds.charge(play(5));
        till.holds.charge(play(5));
        assertEquals(-400, till.balance("hold:lic1"));
        assertEquals(-168, till.balance("sales:net:demo-film"));
        assertEquals(-32, till.balance("tax:DE"));
        till.holds.release("lic1", 1, "g1", "buyer-anna", "EUR");
        till.holds.release("lic1", 1, "g1", "buyer-anna", "EUR");
        assertEquals(0, till.balance("hold:lic1"));
        assertEquals(-800, till.balance("wallet:buyer-anna"));
    }

    @Test
    void aPlayBeyondTheHoldTakesTheWalletThenIsOwedAndStopsFurtherHolds() {
        till.credit("anna", 250);
        till.holds.charge(play(1));
        assertEquals(-50, till.balance("wallet:buyer-anna"));
        till.holds.charge(play(2));
        assertEquals(0, till.balance("wallet:buyer-anna"));
        assertEquals(150, till.balance("receivable:buyer-anna"));
        till.credit("anna", 1_000);
        assertEquals(ProblemType.PAYMENT_DUE, refusal(() -> {
            till.holds.hold(new PlayHolds.Reservation("lic2", 1, "g1", "buyer-anna", Money.of("EUR", 200), 1));
            return "held";
        }));
    }

    @Test
    void refusesAHoldTheWalletDoesNotCoverAndFreePlaysLeaveNoEntry() {
        till.credit("anna", 599);
        PlayHolds.Reservation three = new PlayHolds.Reservation("lic1", 1, "g1", "buyer-anna", Money.of("EUR", 200), 3);
        assertEquals(ProblemType.INSUFFICIENT_CREDIT, refusal(() -> {
            till.holds.hold(three);
            return "held";
        }));
        long before = till.entries.read("main", 1, 100).size();
        till.holds.hold(new PlayHolds.Reservation("lic1", 1, "g1", "buyer-anna", Money.zero("EUR"), 3));
        assertEquals(before, till.entries.read("main", 1, 100).size());
    }

    private static MeteredPlay play(long seq) {
        return new MeteredPlay(
                "d1",
                1,
                seq,
                "lic1",
                "g1",
                "buyer-anna",
                "o1",
                "film",
                1,
                "demo-film",
                "hd",
                "DE",
                "standard",
                Money.of("EUR", 200),
                Till.NOON);
    }

    @Test
    void taxFollowsTheBuyersCountryAndTheDay() {
        TaxTable taxes = TaxTable.builtIn();
        assertEquals("0.19", taxes.rate("DE", "standard", Till.NOON).text());
        assertEquals(
                "0.16",
                taxes.rate("DE", "standard", java.time.Instant.parse("2020-12-31T23:59:59Z"))
                        .text());
        assertEquals("0.255", taxes.rate("FI", "unheard-of", Till.NOON).text());
        assertEquals("0", taxes.rate("US", "standard", Till.NOON).text());
        assertEquals(
                "0",
                taxes.rate("DE", "standard", java.time.Instant.parse("2006-01-01T00:00:00Z"))
                        .text());
        assertEquals(Set.of("0.19"), Set.of(taxes.rate("DE", "ebook", Till.NOON).text()));
    }
}
