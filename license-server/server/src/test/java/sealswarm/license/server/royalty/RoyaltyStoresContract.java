package sealswarm.license.server.royalty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.royalty.ContractVersion;
import sealswarm.ledger.statement.StatementDocument;
import sealswarm.license.server.charging.Till;

/** What the stores of the royalty room must do, whichever kind they are. */
abstract class RoyaltyStoresContract {
    private static final Instant APRIL = Instant.parse("2031-04-01T00:00:00Z");

    abstract ContractStore contracts();

    abstract StatementStore statements();

    @Test
    void keepsTheFirstOfEachContractVersion() {
        ContractStore store = contracts();
        ContractVersion first = SampleDeals.net(1, APRIL, "0.7");
        ContractVersion second = SampleDeals.net(2, APRIL.plusSeconds(5), "0.5");
        assertEquals(second, store.insert(second));
        assertEquals(first, store.insert(first));
        assertEquals(first, store.insert(SampleDeals.net(1, APRIL, "0.1")));
        assertEquals(List.of(first, second), store.versions("c1"));
        assertEquals(List.of(), store.versions("c2"));
        assertEquals(2, store.all().size());
    }

    @Test
    void keepsTheFirstOfEachStatementByteForByte() {
        Till till = new Till();
        till.credit("anna", 5_000);
        till.desk.charge("o1", Till.order("anna", Till.PRICE));
        ClosedMonth month = new ClosedMonth(till);
        List<StatementDocument> made = month.close("2031-04");
        StatementStore store = statements();
        for (StatementDocument each : made) {
            assertEquals(each, store.insert(each));
            assertEquals(each, store.insert(each));
        }
        assertEquals(made, store.of(Period.parse("2031-04")));
        assertEquals(List.of(), store.of(Period.parse("2031-05")));
        assertEquals(Optional.of(made.get(0)), store.find("c1:2031-04:acme:1"));
        assertEquals(Optional.empty(), store.find("c1:2031-04:nobody:1"));
    }
}
