package sealswarm.license.server.royalty;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.statement.StatementDocument;
import sealswarm.license.server.charging.Till;

/** The royalty room over stores in memory and a till, with one contract and a clock that can be moved. */
public final class ClosedMonth {
    public final ContractStore contracts = new MemoryBooks.Contracts();
    public final StatementStore statements = new MemoryBooks.Statements();
    public final SampleSource plays = new SampleSource();
    public final ContractDesk contractDesk;
    public final PeriodDesk periods;
    private Instant now = Till.NOON;

    public ClosedMonth(Till till) {
        this(till, checkpoint -> {});
    }

    public ClosedMonth(Till till, Consumer<CloseCheckpoint> reached) {
        contractDesk = new ContractDesk(contracts, till.journal);
        contracts.insert(SampleDeals.net(1, Instant.parse("2031-04-01T00:00:00Z"), "0.7"));
        periods = new PeriodDesk(
                new PeriodDesk.Rooms(till.journal, till.entries, contracts, statements, plays), () -> now, reached);
    }

    public void at(String time) {
        now = Instant.parse(time);
    }

    /** Moves the clock past the grace days of a period and closes it. */
    public List<StatementDocument> close(String period) {
        now = Period.parse(period).end().plus(PeriodDesk.GRACE);
        periods.close(Period.parse(period));
        return statements.of(Period.parse(period));
    }
}
