package sealswarm.ledger.royalty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.CommercialModel;
import sealswarm.ledger.journal.Period;
import sealswarm.ledger.journal.UseType;
import sealswarm.trial.Cases;

class AccrualsTest {
    private static final Period APRIL = Period.parse("2031-04");
    private static final Instant DAY = Instant.parse("2031-04-10T00:00:00Z");

    private static Use sale(Period period, Instant at, long net, String territory) {
        return new Use(
                Use.Kind.SALE,
                new Use.Context(
                        Period.of(at),
                        "demo-film",
                        "*",
                        territory,
                        UseType.PERMANENT_DOWNLOAD,
                        CommercialModel.PAY_AS_YOU_GO),
                at,
                period,
                net < 0 ? -1 : 1,
                Optional.of(new Use.Paid("EUR", net, 0, net)),
                0);
    }

    private static Accruals accruals(ContractVersion... versions) {
        return new Accruals(new ContractHistory(List.of(versions)));
    }

    @Test
    void sharesTheWorkedExample() {
        Accruals accruals = accruals(SampleContract.net(1, SampleContract.APRIL, "0.7"));
        assertTrue(accruals.add(sale(APRIL, DAY, 839, "DE"), 9));
        LineAccrual line = accruals.of(APRIL).get(0);
        assertEquals(587, line.earned());
        assertEquals(Map.of("acme", 352L, "bolt", 147L, "cora", 88L), line.shares());
    }

    @Test
    void overManyPeriodsEachPartyGetsItsExactPartWithinOneUnit() {
        Cases.forAll(41, 100, random -> {
            Accruals accruals = accruals(SampleContract.net(1, SampleContract.APRIL, "0.7"));
            long total = 0;
            Map<String, Long> given = new TreeMap<>();
            Period period = APRIL;
            for (int month = 0; month < 12; month++, period = period.next()) {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    long net = 1L + random.nextInt(2_000);
                    total += net;
                    accruals.add(sale(period, period.start(), net, random.nextBoolean() ? "DE" : "FR"), 9);
                }
                for (LineAccrual line : accruals.of(period)) {
                    line.shares().forEach((party, units) -> given.merge(party, units, Long::sum));
                    assertEquals(
                            line.earned(),
                            line.shares().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
                }
            }
            Map<String, Long> weights = Map.of("acme", 60L, "bolt", 25L, "cora", 15L);
            long earned = Math.round(total * 0.7 + 1e-9);
            assertEquals(
                    earned, given.values().stream().mapToLong(Long::longValue).sum());
            given.forEach((party, units) ->
                    assertTrue(Math.abs(units - earned * weights.getOrDefault(party, 0L) / 100.0) < 1.0));
        });
    }

    @Test
    void aFullRefundReturnsEachPartyToWhatItHadBefore() {
        Cases.forAll(42, 200, random -> {
            Accruals accruals = accruals(SampleContract.net(1, SampleContract.APRIL, "0.7"));
            long before = random.nextInt(5_000);
            accruals.add(sale(APRIL, DAY, before, "DE"), 9);
            Map<String, Long> had = sum(accruals, APRIL);
            long net = 1L + random.nextInt(5_000);
            accruals.add(sale(APRIL, DAY, net, "FR"), 9);
            accruals.add(sale(APRIL.next(), DAY, -net, "FR"), 9);
            Map<String, Long> all = sum(accruals, APRIL);
            sum(accruals, APRIL.next()).forEach((party, units) -> all.merge(party, units, Long::sum));
            assertEquals(had, all);
        });
    }

    private static Map<String, Long> sum(Accruals accruals, Period period) {
        Map<String, Long> sums = new TreeMap<>();
        accruals.of(period)
                .forEach(line -> line.shares().forEach((party, units) -> sums.merge(party, units, Long::sum)));
        return sums;
    }

    @Test
    void theOrderOfSalesChangesNothing() {
        Cases.forAll(43, 50, random -> {
            List<Use> uses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Period period = random.nextBoolean() ? APRIL : APRIL.next();
                uses.add(sale(period, period.start(), random.nextInt(3_000) - 300, random.nextBoolean() ? "DE" : "FR"));
            }
            ContractVersion contract = SampleContract.net(1, SampleContract.APRIL, "0.333");
            Accruals one = accruals(contract);
            uses.forEach(use -> one.add(use, 9));
            Collections.shuffle(uses, new Random(random.nextLong()));
            Accruals other = accruals(contract);
            uses.forEach(use -> other.add(use, 9));
            assertEquals(one.of(APRIL), other.of(APRIL));
            assertEquals(one.of(APRIL.next()), other.of(APRIL.next()));
        });
    }

    @Test
    void theDateOfTheSaleDecidesTheVersionAndTheClosestLineWins() {
        ContractLine all = SampleContract.line("all", Basis.NET, "0.5");
        ContractLine german = SampleContract.line("german", Basis.NET, "0.9", List.of(), List.of("DE"));
        Accruals accruals = accruals(
                SampleContract.version(1, SampleContract.APRIL, List.of(all, german)),
                SampleContract.net(2, DAY, "0.1"));
        accruals.add(sale(APRIL, DAY.minusSeconds(1), 1_000, "DE"), 9);
        accruals.add(sale(APRIL, DAY.minusSeconds(1), 1_000, "FR"), 9);
        accruals.add(sale(APRIL, DAY, 1_000, "DE"), 9);
        assertFalse(accruals.add(sale(APRIL, SampleContract.APRIL.minusSeconds(1), 1_000, "DE"), 9));
        assertEquals(
                List.of("1 all 500", "1 german 900", "2 net 100"),
                accruals.of(APRIL).stream()
                        .map(line ->
                                line.version().version() + " " + line.line().lineId() + " " + line.earned())
                        .toList());
    }

    @Test
    void moneyOfAnotherCurrencyEarnsNothing() {
        Accruals accruals = new Accruals(new ContractHistory(List.of(SampleContract.of(
                "c1", 1, SampleContract.APRIL, "USD", List.of(SampleContract.line("net", Basis.NET, "0.7"))))));
        assertFalse(accruals.add(sale(APRIL, DAY, 839, "DE"), 9));
        assertEquals(List.of(), accruals.of(APRIL));
    }

    @Test
    void manyTinyPlaysAddUpThoughEachAloneRoundsToNothing() {
        Accruals accruals = accruals(SampleContract.version(
                1, SampleContract.APRIL, List.of(SampleContract.line("p", Basis.PER_PLAY, "0.0004"))));
        Use.Context context =
                new Use.Context(APRIL, "demo-film", "hd", "DE", UseType.ON_DEMAND_STREAM, CommercialModel.SUBSCRIPTION);
        for (int i = 0; i < 100; i++) {
            accruals.add(new Use(Use.Kind.PLAY, context, DAY, APRIL, 1, Optional.empty(), 60_000), 9);
        }
        assertEquals(4, accruals.of(APRIL).get(0).earned());
    }
}
