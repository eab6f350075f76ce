package sealswarm.license.server.charging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.journal.Account;
import sealswarm.ledger.journal.AccountKind;
import sealswarm.license.money.Money;

class HoldSweepTest {
    private static final Money UNIT = Money.of("EUR", 300);
    private static final Instant LEASE_END = Till.NOON.plus(Duration.ofMinutes(5));

    private final Till till = new Till();
    private final Map<String, Instant> leases = new HashMap<>();
    private Instant now = Till.NOON;
    private final HoldSweep sweep = new HoldSweep(
            till.journal,
            till.holds,
            (license, revision) -> Optional.ofNullable(leases.get(license + ":" + revision)),
            () -> now);

    private void hold(String license, long revision) {
        till.holds.hold(new PlayHolds.Reservation(license, revision, "g-1", "buyer-anna", UNIT, 1));
    }

    private long wallet() {
        return -till.balance("wallet:buyer-anna");
    }

    private Set<Account> open() {
        return till.journal.read(state -> state.openHolds());
    }

    @Test
    void leftoverIsGivenBackSevenDaysAfterTheLeaseAndNotASecondEarlier() {
        till.credit("anna", 1_000);
        hold("l1", 1);
        leases.put("l1:1", LEASE_END);
        now = LEASE_END.plus(HoldSweep.RECEIPTS_LATE).minusSeconds(1);
        assertEquals(0, sweep.sweep());
        assertEquals(700, wallet());
        assertEquals(Set.of(Account.of(AccountKind.HOLD, "l1")), open());
        now = now.plusSeconds(1);
        assertEquals(1, sweep.sweep());
        assertEquals(1_000, wallet());
        assertEquals(Set.of(), open());
        assertEquals(0, sweep.sweep());
    }

    @Test
    void creditHeldForALeaseWithoutEndStays() {
        till.credit("anna", 1_000);
        hold("l1", 1);
        leases.put("l1:1", Instant.MAX);
        now = Till.NOON.plus(Duration.ofDays(4_000));
        assertEquals(0, sweep.sweep());
        assertEquals(700, wallet());
    }

    @Test
    void creditHeldForKeysThatNeverLeftIsGivenBackSoon() {
        till.credit("anna", 1_000);
        hold("l1", 1);
        now = Till.NOON.plus(HoldSweep.IN_FLIGHT).minusMillis(1);
        assertEquals(0, sweep.sweep());
        now = Till.NOON.plus(HoldSweep.IN_FLIGHT);
        assertEquals(1, sweep.sweep());
        assertEquals(1_000, wallet());
    }

    @Test
    void newestRevisionDecidesHoweverManyThereWere() {
        till.credit("anna", 30_000);
        for (long revision = 1; revision <= 70; revision++) {
            hold("l1", revision);
            leases.put("l1:" + revision, LEASE_END);
        }
        leases.put("l1:70", LEASE_END.plusSeconds(60));
        now = LEASE_END.plus(HoldSweep.RECEIPTS_LATE);
        assertEquals(0, sweep.sweep());
        now = now.plusSeconds(60);
        assertEquals(1, sweep.sweep());
        assertEquals(30_000, wallet());
    }

    @Test
    void playReportedAfterwardsIsTakenFromTheWallet() {
        till.credit("anna", 1_000);
        hold("l1", 1);
        leases.put("l1:1", LEASE_END);
        now = LEASE_END.plus(HoldSweep.RECEIPTS_LATE);
        sweep.sweep();
        till.holds.charge(new MeteredPlay(
                "d".repeat(32),
                1,
                1,
                "l1",
                "g-1",
                "buyer-anna",
                "o1",
                "film",
                1,
                "demo-film",
                "hd",
                "DE",
                "standard",
                UNIT,
                Till.NOON));
        assertEquals(700, wallet());
        assertEquals(Set.of(), open());
    }

    @Test
    void manyLicensesAreLookedAtInTurn() {
        int licenses = HoldSweep.MAX_LOOKED_AT + 1;
        till.credit("anna", 300L * licenses);
        for (int i = 0; i < licenses; i++) {
            hold("l" + i, 1);
            leases.put("l" + i + ":1", LEASE_END);
        }
        now = LEASE_END.plus(HoldSweep.RECEIPTS_LATE);
        assertEquals(HoldSweep.MAX_LOOKED_AT, sweep.sweep());
        assertEquals(1, sweep.sweep());
        assertEquals(0, sweep.sweep());
        assertEquals(300L * licenses, wallet());
    }
}
