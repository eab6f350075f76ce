package sealswarm.ledger.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.GrantTerms;
import sealswarm.ledger.counting.GrantTerms.Standing;
import sealswarm.ledger.counting.SamplePlays;
import sealswarm.ledger.counting.Verdict;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.EntryDraft;
import sealswarm.ledger.journal.EntryKey;
import sealswarm.ledger.journal.EntryKind;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.Posting;
import sealswarm.ledger.journal.SaleFacts;
import sealswarm.ledger.journal.SampleBook;
import sealswarm.ledger.journal.StoredEntry;
import sealswarm.ledger.journal.UseType;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.royalty.SampleContract;
import sealswarm.ledger.statement.Close;
import sealswarm.ledger.statement.CloseFold;
import sealswarm.ledger.statement.CutFacts;
import sealswarm.license.money.Money;
import sealswarm.license.wire.WireJson;

class BooksVerifierTest {
    private static final Period APRIL = Period.parse("2031-04");
    private static final Instant DAY = Instant.parse("2031-04-10T10:00:00Z");
    private static final ContractVersion CONTRACT = SampleContract.net(1, SampleContract.APRIL, "0.7");

    private final SampleBook book = new SampleBook();
    private final List<Evidence> evidence = new ArrayList<>();

    /** Two sales, a cut, its close as the server would make it, and the evidence of all that. */
    private void closeApril(Map<String, Long> streams, UnaryOperator<EntryDraft> change) {
        book.append(SampleBook.voucher("v", "owner", 100_000), DAY);
        for (String order : List.of("o1", "o2")) {
            SaleFacts sale = SampleBook.sale(order, DAY);
            book.append(
                    new EntryDraft(
                            EntryKey.of(EntryKind.CHG, order),
                            DAY,
                            order,
                            Optional.empty(),
                            sale.facts().hash(),
                            sale.facts(),
                            sale.postings(Account.of(AccountKind.WALLET, "owner"))),
                    DAY);
            evidence.add(new Evidence.Order(order, "fulfilled"));
            evidence.add(new Evidence.Grant(terms("grant-" + order), order, 0));
        }
        CutFacts cut = CutFacts.of(APRIL.end().plusSeconds(4 * 86_400), streams, Map.of("c1", 1));
        book.append(new EntryDraft(
                EntryKey.of(EntryKind.CUT, APRIL.toString()),
                cut.asOf(),
                APRIL.toString(),
                Optional.empty(),
                cut.facts().hash(),
                cut.facts(),
                List.of()));
        CloseFold fold = new CloseFold(APRIL, List.of(CONTRACT));
        book.entries().forEach(stored -> fold.accept(stored.entry()));
        Close close = fold.close(List.of(), new SamplePlays());
        close.entries().stream().map(change).forEach(book::append);
        evidence.add(new Evidence.Contract(CONTRACT));
        evidence.add(new Evidence.Track("demo-film", "hd", SamplePlays.FILM_MILLIS));
        close.statements()
                .forEach(each ->
                        evidence.add(new Evidence.StatementText(each.statement().statementId(), each.text())));
    }

    private static GrantTerms terms(String grantId) {
        return new GrantTerms(
                grantId,
                "owner",
                "demo-film",
                "offer",
                1,
                UseType.PERMANENT_DOWNLOAD,
                CommercialModel.PAY_AS_YOU_GO,
                "DE",
                Standing.SOLD);
    }

    /** The findings after every piece of evidence went through its line. */
    private List<String> findings(UnaryOperator<Evidence> change) {
        Books books = new Books(book.entries().stream().map(StoredEntry::entry).toList());
        for (Evidence each : evidence) {
            books.add(Evidence.read(Evidence.line(change.apply(each))));
        }
        return BooksVerifier.findings(books).stream().map(Finding::toString).toList();
    }

    private List<String> findings() {
        return findings(UnaryOperator.identity());
    }

    @Test
    void findsNothingWhereEverythingAgrees() {
        closeApril(Map.of(), UnaryOperator.identity());
        assertEquals(List.of(), findings());
    }

    @Test
    void namesTheMemberOfAForgedStatement() {
        closeApril(Map.of(), UnaryOperator.identity());
        List<String> found = findings(each -> each instanceof Evidence.StatementText statement
                        && statement.id().contains(":bolt:")
                ? new Evidence.StatementText(
                        statement.id(), statement.text().replace("\"shareNum\":25", "\"shareNum\":26"))
                : each);
        assertEquals(List.of("statement c1:2031-04:bolt:1: lines[0].shareNum is 26, derived 25"), found);
    }

    @Test
    void namesStatementsAndAccrualsThatAnAlteredWeightDoesNotLeadTo() {
        closeApril(Map.of(), UnaryOperator.identity());
        String altered = new String(WireJson.write(CONTRACT), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"weight\":60", "\"weight\":61")
                .replace("\"weight\":25", "\"weight\":24");
        ContractVersion contract = SampleContract.json(altered);
        List<String> found =
                findings(each -> each instanceof Evidence.Contract ? new Evidence.Contract(contract) : each);
        assertTrue(found.stream().anyMatch(each -> each.startsWith("statement c1:2031-04:acme:1: ")), found.toString());
        assertTrue(found.stream().anyMatch(each -> each.startsWith("statement c1:2031-04:bolt:1: ")), found.toString());
        assertTrue(
                found.stream().anyMatch(each -> each.startsWith("entry 5 (main/acc:c1:1:2031-04:net): postings are ")),
                found.toString());
    }

    @Test
    void namesAForgedAccrualAlthoughTheChainHolds() {
        closeApril(Map.of(), draft -> draft.key().kind() == EntryKind.PYB ? oneMore(draft) : draft);
        List<String> found = findings();
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).startsWith("entry 6 (main/pyb:c1:2031-04): postings are "), found.toString());
    }

    /** One unit more from the first account to the last. */
    private static EntryDraft oneMore(EntryDraft draft) {
        List<Posting> postings = new ArrayList<>(draft.postings());
        Posting first = postings.get(0);
        Posting second = postings.get(1);
        postings.set(0, new Posting(first.account(), first.amount().plus(Money.of("EUR", 1))));
        postings.set(1, new Posting(second.account(), second.amount().minus(Money.of("EUR", 1))));
        return new EntryDraft(
                draft.key(), draft.effective(), draft.ref(), draft.reverses(), draft.req(), draft.facts(), postings);
    }

    @Test
    void namesAMissingAndASurplusStatement() {
        closeApril(Map.of(), UnaryOperator.identity());
        evidence.removeIf(each -> each instanceof Evidence.StatementText statement
                && statement.id().contains(":cora:"));
        evidence.add(new Evidence.StatementText("c1:2031-04:mallory:1", "{}"));
        assertEquals(
                List.of(
                        "statement c1:2031-04:cora:1: missing",
                        "statement c1:2031-04:mallory:1: no contract, entry or receipt leads to it"),
                findings());
    }

    @Test
    void namesAnOrderWithoutAChargeAndAChargeWithoutAnOrderOrGrant() {
        closeApril(Map.of(), UnaryOperator.identity());
        evidence.add(new Evidence.Order("o9", "fulfilled"));
        evidence.add(new Evidence.Order("o8", Evidence.Order.ASKED));
        evidence.removeIf(
                each -> each instanceof Evidence.Order order && order.orderId().equals("o1"));
        evidence.removeIf(
                each -> each instanceof Evidence.Grant grant && grant.orderId().equals("o2"));
        assertEquals(
                List.of(
                        "entry 2 (main/chg:o1): nobody ordered o1",
                        "entry 3 (main/chg:o2) line 1: its grant grant-o2 is missing",
                        "order o9: its charge is missing from the journal"),
                findings());
    }

    @Test
    void namesAGrantOfAnotherOrder() {
        closeApril(Map.of(), UnaryOperator.identity());
        List<String> found = findings(
                each -> each instanceof Evidence.Grant grant && grant.orderId().equals("o2")
                        ? new Evidence.Grant(grant.terms(), "o1", 0)
                        : each);
        assertEquals(List.of("entry 3 (main/chg:o2) line 1: its grant grant-o2 is of another order or title"), found);
    }

    @Test
    void namesReceiptsThatACutCountedAndNobodyHas() {
        closeApril(Map.of("s", 2L), UnaryOperator.identity());
        assertEquals(List.of("receipts s:1: missing; entry 4 (main/cut:2031-04) counted them"), findings());
    }

    @Test
    void refusesEvidenceThatIsNone() {
        for (String line :
                List.of("", "{}", "{\"kind\":\"secret\"}", "{\"kind\":\"order\"}", "[]", "{\"kind\":\"order\"")) {
            assertThrows(LedgerException.class, () -> Evidence.read(line), line);
        }
        Evidence.Receipt unreadable = new Evidence.Receipt("d", 1, 1, "AA", Verdict.ACCEPTED, 0, 0, "s", 1);
        assertEquals(unreadable, Evidence.read(Evidence.line(unreadable)));
        LedgerException refused = assertThrows(LedgerException.class, unreadable::entry);
        assertTrue(String.valueOf(refused.getMessage()).startsWith("receipt d:1:1: "), refused.getMessage());
    }
}
