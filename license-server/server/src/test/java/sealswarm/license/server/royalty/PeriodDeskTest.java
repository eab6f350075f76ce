package sealswarm.license.server.royalty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.LedgerException.Reason;
import sealswarm.ledger.journal.JournalVerifier;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.statement.Close;
import sealswarm.ledger.statement.StatementDocument;
import sealswarm.license.message.Accounts.PeriodState;
import sealswarm.license.message.Charges.RefundRequest;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.charging.Till;
import sealswarm.license.server.http.ProblemException;

class PeriodDeskTest {
    private static final Period APRIL = Period.parse("2031-04");

    private final Till till = new Till();
    private final ClosedMonth month = new ClosedMonth(till);

    @BeforeEach
    void sell() {
        till.credit("anna", 5_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        month.plays.play("d1", 1, Till.NOON, 60);
    }

    private static Reason refusal(Runnable action) {
        return assertThrows(LedgerException.class, action::run).reason();
    }

    private void verify() {
        JournalVerifier verifier = new JournalVerifier("main");
        till.entries.read("main", 1, 10_000).forEach(entry -> verifier.accept(entry.bytes()));
        assertEquals(Optional.empty(), verifier.finding());
    }

    @Test
    void closesAMonthIntoStatementsAndPayables() {
        List<StatementDocument> statements = month.close("2031-04");
        assertEquals(3, statements.size());
        assertEquals(
                Money.of("EUR", 352), statements.get(0).statement().tieOut().closing());
        assertEquals(-352, till.balance("royalty:payable:acme"));
        assertEquals(587, till.balance("royalty:expense:demo-film"));
        assertEquals(PeriodState.CLOSED, month.periods.periods().get(0).state());
        assertTrue(month.periods.isCut(Till.NOON));
        assertFalse(month.periods.isCut(APRIL.end()));
        verify();
    }

    @Test
    void closingAgainChangesNothing() {
        var first = month.periods;
        month.close("2031-04");
        long entries = till.entries.read("main", 1, 10_000).size();
        assertEquals(
                List.of("c1:2031-04:acme:1", "c1:2031-04:bolt:1", "c1:2031-04:cora:1"),
                first.close(APRIL).statementIds());
        assertEquals(entries, till.entries.read("main", 1, 10_000).size());
    }

    @Test
    void refusesAMonthThatIsNotOverOrHasAnOpenOneBeforeIt() {
        month.at("2031-05-03T23:59:59Z");
        assertEquals(Reason.PERIOD_NOT_OPEN, refusal(() -> month.periods.close(APRIL)));
        month.at("2031-07-01T00:00:00Z");
        assertEquals(Reason.PERIOD_NOT_OPEN, refusal(() -> month.periods.close(APRIL.next())));
        assertEquals(Reason.PERIOD_NOT_OPEN, refusal(() -> month.periods.close(APRIL.previous())));
        month.at("2031-05-04T00:00:00Z");
        assertEquals(3, month.periods.close(APRIL).statementIds().size());
    }

    @Test
    void aCloseKilledAtEachStepEndsTheSameWay() {
        List<StatementDocument> expected = month.close("2031-04");
        int steps = 0;
        for (int dieAt = 1; ; dieAt++) {
            AtomicInteger left = new AtomicInteger(dieAt);
            Till other = new Till();
            ClosedMonth dying = new ClosedMonth(other, checkpoint -> {
                if (left.decrementAndGet() == 0) {
                    throw new IllegalStateException("killed at " + checkpoint);
                }
            });
            other.credit("anna", 5_000);
            other.desk.charge("o1", Till.order("anna", Till.PRICE));
            dying.plays.play("d1", 1, Till.NOON, 60);
            try {
                dying.close("2031-04");
                break;
            } catch (IllegalStateException killed) {
                steps++;
            }
            other.desk.charge("o2", Till.order("anna", Till.PRICE));
            dying.plays.play("d2", 1, Till.NOON, 60);
            assertEquals(
                    expected.stream().map(StatementDocument::text).toList(),
                    dying.close("2031-04").stream().map(StatementDocument::text).toList());
        }
        assertEquals(7, steps);
    }

    @Test
    void lateEventsCountInTheNextMonthAndLeaveTheClosedOneAlone() {
        List<StatementDocument> april = month.close("2031-04");
        till.refunds.refund("o1", new RefundRequest(1, null, "late"));
        List<StatementDocument> may = month.close("2031-05");
        assertEquals(april, month.statements.of(APRIL));
        assertEquals(Money.of("EUR", -352), may.get(0).statement().tieOut().adjustments());
        assertEquals(Money.zero("EUR"), may.get(0).statement().tieOut().closing());
        assertEquals(0, till.balance("royalty:payable:acme"));
        verify();
    }

    @Test
    void showsAnOpenMonthProvisionallyAndWritesNothing() {
        long entries = till.entries.read("main", 1, 10_000).size();
        Close close = month.periods.view(APRIL, Till.NOON.plusSeconds(86_400));
        assertEquals(
                Money.of("EUR", 352),
                close.statements().get(0).statement().tieOut().closing());
        assertEquals(1, close.plays().size());
        assertEquals(entries, till.entries.read("main", 1, 10_000).size());
        assertEquals(PeriodState.OPEN, month.periods.periods().get(0).state());
        List<StatementDocument> closed = month.close("2031-04");
        assertEquals(
                closed,
                month.periods.view(APRIL, Instant.parse("2031-06-01T00:00:00Z")).statements());
    }

    @Test
    void refusesAContractThatBeginsInACutMonthAndVersionsThatChange() {
        month.close("2031-04");
        Instant april = Instant.parse("2031-04-20T00:00:00Z");
        assertEquals(Reason.PERIOD_NOT_OPEN, refusal(() -> month.contractDesk.store(SampleDeals.net(2, april, "0.5"))));
        Instant may = Instant.parse("2031-05-01T00:00:00Z");
        month.contractDesk.store(SampleDeals.net(2, may, "0.5"));
        month.contractDesk.store(SampleDeals.net(2, may, "0.5"));
        assertEquals(
                ProblemType.IDEMPOTENCY_MISMATCH,
                assertThrows(ProblemException.class, () -> month.contractDesk.store(SampleDeals.net(2, may, "0.6")))
                        .type());
        assertEquals(
                Reason.MALFORMED,
                refusal(() -> month.contractDesk.store(SampleDeals.net(4, may.plusSeconds(1), "0.6"))));
        assertEquals(Reason.MALFORMED, refusal(() -> month.contractDesk.store(SampleDeals.net(3, may, "0.6"))));
        assertEquals(2, month.contracts.versions("c1").size());
    }

    @Test
    void anEmptyShopHasOneOpenPeriod() {
        ClosedMonth empty = new ClosedMonth(new Till());
        assertEquals(1, empty.periods.periods().size());
        assertEquals(PeriodState.OPEN, empty.periods.periods().get(0).state());
    }
}
