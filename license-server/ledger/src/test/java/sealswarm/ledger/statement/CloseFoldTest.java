package sealswarm.ledger.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.GrantTerms.Standing;
import sealswarm.ledger.counting.ReasonCode;
import sealswarm.ledger.counting.SamplePlays;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SaleLine;
import sealswarm.ledger.journal.SampleBook;
import sealswarm.ledger.journal.Sha256;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.ledger.royalty.Basis;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.royalty.SampleContract;
import sealswarm.license.money.Money;

class CloseFoldTest {
    private static final Period APRIL = Period.parse("2031-04");
    private static final Instant DAY = Instant.parse("2031-04-10T10:00:00Z");

    private final SampleBook book = new SampleBook();
    private final SamplePlays plays =
            new SamplePlays().grant("free", Standing.PER_PLAY).grant("owner", Standing.SOLD);
    private final List<ContractVersion> contracts =
            new ArrayList<>(List.of(SampleContract.net(1, SampleContract.APRIL, "0.7")));

    private EntryDraft draft(EntryKey key, Optional<EntryKey> reverses, Instant at, SaleFacts sale) {
        return new EntryDraft(
                key,
                at,
                sale.order(),
                reverses,
                sale.facts().hash(),
                sale.facts(),
                sale.postings(Account.of(AccountKind.WALLET, "owner")));
    }

    private void buy(String order, Instant at) {
        if (book.entries().isEmpty()) {
            book.append(SampleBook.voucher("v", "owner", 100_000), at);
        }
        book.append(draft(EntryKey.of(EntryKind.CHG, order), Optional.empty(), at, SampleBook.sale(order, at)));
    }

    private void refund(String order, Instant soldAt, Instant at) {
        SaleFacts original = SampleBook.sale(order, soldAt);
        SaleFacts back = new SaleFacts(
                order,
                "owner",
                "wallet",
                "none",
                soldAt,
                original.lines().stream().map(SaleLine::reversed).toList());
        book.append(draft(
                EntryKey.of(EntryKind.REF, order, "1"), Optional.of(EntryKey.of(EntryKind.CHG, order)), at, back));
    }

    private Close close(Period period) {
        Map<String, Integer> top = Map.of("c1", contracts.size());
        CutFacts cut = CutFacts.of(
                period.end().plusSeconds(4 * 86_400), plays.cut("2031-04").streams(), top);
        EntryDraft draft = new EntryDraft(
                EntryKey.of(EntryKind.CUT, period.toString()),
                cut.asOf(),
                period.toString(),
                Optional.empty(),
                cut.facts().hash(),
                cut.facts(),
                List.of());
        book.append(draft);
        Close close = fold(period).close(plays.entries(), plays);
        close.entries().forEach(book::append);
        return close;
    }

    private CloseFold fold(Period period) {
        CloseFold fold = new CloseFold(period, contracts);
        book.entries().forEach(stored -> fold.accept(stored.entry()));
        return fold;
    }

    private long balance(AccountKind kind, String... arguments) {
        return book.state().balance(Account.of(kind, arguments), "EUR");
    }

    private static Statement statement(Close close, String party) {
        return close.statements().stream()
                .map(StatementDocument::statement)
                .filter(each -> each.party().id().equals(party))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void closesAMonthIntoOneStatementPerParty() {
        buy("o1", DAY);
        Close close = close(APRIL);
        assertEquals(
                List.of("c1:2031-04:acme:1", "c1:2031-04:bolt:1", "c1:2031-04:cora:1"),
                close.statements().stream()
                        .map(each -> each.statement().statementId())
                        .toList());
        Statement acme = statement(close, "acme");
        assertEquals(Money.of("EUR", 352), acme.tieOut().closing());
        assertEquals(Money.of("EUR", 839), acme.lines().get(0).net());
        assertEquals(Money.of("EUR", 587), acme.lines().get(0).earned());
        assertEquals(587, balance(AccountKind.ROYALTY_EXPENSE, "demo-film"));
        assertEquals(-352, balance(AccountKind.ROYALTY_PAYABLE, "acme"));
        assertEquals(0, balance(AccountKind.ROYALTY_ACCRUED, "acme", "c1"));
        assertEquals(0, balance(AccountKind.ROUNDING));
    }

    @Test
    void theSameCloseHasTheSameBytesAndItsJournalVerifies() {
        buy("o1", DAY);
        plays.play("d1", "owner", "p1", DAY, 60);
        Close first = close(APRIL);
        Close again = fold(APRIL).close(plays.entries(), plays);
        assertEquals(first, again);
        assertEquals(first.entries(), again.entries());
        JournalVerifier verifier = new JournalVerifier("main");
        book.entries().forEach(stored -> verifier.accept(stored.bytes()));
        assertEquals(Optional.empty(), verifier.finding());
        StatementDocument document = first.statements().get(0);
        assertEquals(document, StatementDocument.read(document.text()));
    }

    @Test
    void aRefundAfterTheCloseIsANegativeLineOnTheOriginalVersion() {
        buy("o1", DAY);
        Close april = close(APRIL);
        contracts.add(SampleContract.net(2, Instant.parse("2031-05-01T00:00:00Z"), "0.1"));
        refund("o1", DAY, Instant.parse("2031-05-10T00:00:00Z"));
        Close may = close(APRIL.next());
        Statement acme = statement(may, "acme");
        assertEquals(1, acme.lines().size());
        assertEquals(StatementLine.Type.ADJUSTMENT, acme.lines().get(0).type());
        assertEquals(1, acme.lines().get(0).contractVersion());
        assertEquals(Money.of("EUR", -352), acme.lines().get(0).amount());
        assertEquals(Money.of("EUR", 352), acme.tieOut().opening());
        assertEquals(Money.zero("EUR"), acme.tieOut().closing());
        assertEquals(0, balance(AccountKind.ROYALTY_PAYABLE, "acme"));
        assertEquals(
                april.statements(), fold(APRIL).close(plays.entries(), plays).statements());
    }

    @Test
    void aLateSaleAndALatePlayCountInTheNextPeriodWithTheirOrigin() {
        contracts.set(
                0,
                SampleContract.version(
                        1,
                        SampleContract.APRIL,
                        List.of(
                                SampleContract.line("net", Basis.NET, "0.7"),
                                SampleContract.line("play", Basis.PER_PLAY, "0.05"))));
        buy("o1", DAY);
        plays.play("d1", "free", "p1", DAY, 60);
        Close april = close(APRIL);
        assertEquals(5, statement(april, "acme").tieOut().earned().minorUnits() - 352 + 2);
        buy("late", DAY.plusSeconds(60));
        plays.play("d2", "free", "late", DAY.plusSeconds(600), 60);
        Close may = close(APRIL.next());
        List<StatementLine> lines = statement(may, "acme").lines();
        assertEquals(
                List.of("net", "play"),
                lines.stream().map(StatementLine::lineId).toList());
        assertTrue(lines.stream()
                .allMatch(line -> line.originPeriod().equals(APRIL) && line.type() == StatementLine.Type.ADJUSTMENT));
        assertEquals(april, fold(APRIL).close(plays.entries(), plays));
    }

    @Test
    void namesTheReasonOfEachPlayThatBearsNoRoyalty() {
        plays.play("d1", "owner", "p1", DAY, 60)
                .play("d2", "free", "p2", DAY, 10)
                .play("d3", "nobody", "p3", DAY, 60);
        buy("o1", DAY);
        Close close = close(APRIL);
        Map<ReasonCode, Long> expected =
                Map.of(ReasonCode.PAID_BY_SALE, 1L, ReasonCode.SHORT, 1L, ReasonCode.UNLICENSED, 1L);
        assertEquals(expected, close.excluded());
        assertEquals(expected, statement(close, "acme").excluded());
        assertEquals(3, close.plays().size());
    }

    @Test
    void aPeriodWithoutACutHasNoCloseButAProvisionalView() {
        buy("o1", DAY);
        plays.play("d1", "owner", "p1", DAY, 60);
        assertThrows(LedgerException.class, () -> fold(APRIL).close(plays.entries(), plays));
        CutFacts now = CutFacts.of(DAY.plusSeconds(3_600), plays.cut("2031-04").streams(), Map.of("c1", 1));
        Close provisional = fold(APRIL).provisional(now, plays.entries(), plays);
        assertEquals(
                Money.of("EUR", 352), statement(provisional, "acme").tieOut().closing());
        assertEquals(1, provisional.plays().size());
        Close nextMonth = fold(APRIL.next()).provisional(now, plays.entries(), plays);
        assertEquals(List.of(), nextMonth.plays());
    }

    @Test
    void aMonthWithoutAnythingClosesWithEmptyStatements() {
        Close close = close(APRIL);
        assertEquals(3, close.statements().size());
        assertEquals(
                List.of("cls:2031-04"),
                close.entries().stream().map(each -> each.key().text()).toList());
        assertEquals(Money.zero("EUR"), statement(close, "cora").tieOut().closing());
    }

    @Test
    void refundsToTheCentLeaveNoTraceInAnyAccount() {
        buy("o1", DAY);
        buy("o2", DAY);
        refund("o2", DAY, DAY.plusSeconds(60));
        Close close = close(APRIL);
        assertEquals(352, statement(close, "acme").tieOut().closing().minorUnits());
        assertEquals(2, statement(close, "acme").lines().get(0).usages());
        assertEquals(1, statement(close, "acme").lines().get(0).returns());
        assertEquals(-839, balance(AccountKind.SALES_NET, "demo-film"));
        assertEquals(-160, balance(AccountKind.TAX, "DE"));
    }

    @Test
    void theTreeOverReceiptsIsTheOneOfRfc6962() {
        List<Sha256> leaves = new ArrayList<>();
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                MerkleRoot.of(leaves).hex());
        for (int i = 0; i < 5; i++) {
            leaves.add(Sha256.ofLeaf(("leaf" + i).getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(leaves.get(0), MerkleRoot.of(leaves.subList(0, 1)));
        Sha256 left =
                Sha256.ofNode(Sha256.ofNode(leaves.get(0), leaves.get(1)), Sha256.ofNode(leaves.get(2), leaves.get(3)));
        assertEquals(Sha256.ofNode(left, leaves.get(4)), MerkleRoot.of(leaves));
    }

    @Test
    void aContractStoredAfterTheCutChangesNothingOfThatPeriod() {
        buy("o1", DAY);
        contracts.clear();
        Close april = close(APRIL);
        assertEquals(List.of(), april.statements());
        contracts.add(SampleContract.net(1, SampleContract.APRIL, "0.7"));
        assertEquals(april.entries(), fold(APRIL).close(plays.entries(), plays).entries());
        buy("o2", Instant.parse("2031-05-02T00:00:00Z"));
        Statement may = statement(close(APRIL.next()), "acme");
        assertEquals(Money.zero("EUR"), may.tieOut().opening());
        assertEquals(352, may.tieOut().closing().minorUnits());
    }

    @Test
    void entriesAfterTheCutBelongToTheNextPeriod() {
        buy("o1", DAY);
        Close april = close(APRIL);
        buy("o2", DAY.plusSeconds(5));
        StoredEntry last = book.entries().get(book.entries().size() - 1);
        assertEquals(APRIL.next(), last.entry().period());
        assertEquals(april, fold(APRIL).close(plays.entries(), plays));
    }
}
