package sealswarm.license.server.issuing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sealswarm.license.server.grant.SampleGrant.NOON;
import static sealswarm.license.server.grant.SampleGrant.device;
import static sealswarm.license.server.grant.SampleGrant.holding;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sealswarm.license.LicenseId;
import sealswarm.license.LicenseState;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.rights.Action;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights.ChargeModel;
import sealswarm.license.rights.Rights.OnExceed;
import sealswarm.license.rights.Until;
import sealswarm.license.server.grant.GrantStream;
import sealswarm.license.server.grant.SampleGrant;
import sealswarm.license.server.grant.SampleGrant.RenewAfterExpiry;
import sealswarm.license.server.http.ProblemException;
import sealswarm.trial.Cases;

class IssueRulesTest {
    private static final String ISSUE = "issue";
    private static final String RENEW = "renew";

    private static IssueRules.Question at(Instant now, Use use) {
        return new IssueRules.Question(device(1), use, now, 0);
    }

    private static IssueDecision issue(SampleGrant grant, Instant now, Use use) {
        return IssueRules.issue(grant.get(), at(now, use));
    }

    private static IssueDecision renew(SampleGrant grant, Instant now, Use use) {
        return IssueRules.renew(
                grant.get(), at(now, use), LicenseId.of(grant.get().id(), device(1), 1));
    }

    /** The decision in short: {@code g1 r4} for revision 4 of the first license, or the refusal. */
    private static String shown(IssueDecision decision) {
        if (decision instanceof IssueDecision.Denied denied) {
            return denied.problem().type().code();
        }
        IssueDecision.Granted granted = (IssueDecision.Granted) decision;
        return "g" + granted.holder().generation() + " r" + granted.holder().revision();
    }

    private static void assertIssued(String expected, SampleGrant grant) {
        assertEquals(expected, shown(issue(grant, NOON, Use.STREAM)));
    }

    private static ProblemException refusal(IssueDecision decision) {
        return ((IssueDecision.Denied) decision).problem();
    }

    private static IssueDecision.Granted granted(IssueDecision decision) {
        assertTrue(decision instanceof IssueDecision.Granted, () -> shown(decision));
        return (IssueDecision.Granted) decision;
    }

    /** Rows: the device's license. Columns: issue and renew on a grant that stands, and on one that was taken back. */
    @Test
    void everyStateOfGrantAndDeviceHasItsAnswer() {
        Map<LicenseState, List<String>> table = new EnumMap<>(LicenseState.class);
        table.put(LicenseState.ISSUED, List.of("g1 r4", "g1 r4", "license-revoked", "license-revoked"));
        table.put(LicenseState.ACTIVE, List.of("g1 r4", "g1 r4", "license-revoked", "license-revoked"));
        table.put(LicenseState.EXPIRED, List.of("g1 r4", "g1 r4", "license-revoked", "license-revoked"));
        table.put(LicenseState.RETURNED, List.of("g2 r1", "license-returned", "license-revoked", "license-returned"));
        table.put(
                LicenseState.REVOKED,
                List.of("license-revoked", "license-revoked", "license-revoked", "license-revoked"));
        table.put(
                LicenseState.SUPERSEDED,
                List.of("g2 r1", "license-superseded", "license-revoked", "license-superseded"));
        for (LicenseState state : LicenseState.values()) {
            SampleGrant stands = SampleGrant.unlimited().holder(device(1), state);
            SampleGrant revoked = stands.revoked();
            assertEquals(
                    table.get(state),
                    List.of(
                            shown(issue(stands, NOON, Use.STREAM)),
                            shown(renew(stands, NOON, Use.STREAM)),
                            shown(issue(revoked, NOON, Use.STREAM)),
                            shown(renew(revoked, NOON, Use.STREAM))),
                    state.text());
        }
        SampleGrant nobodys = SampleGrant.unlimited();
        assertEquals("g1 r1", shown(issue(nobodys, NOON, Use.STREAM)));
        assertEquals("not-found", shown(renew(nobodys, NOON, Use.STREAM)));
        assertEquals("license-revoked", shown(issue(nobodys.revoked(), NOON, Use.STREAM)));
    }

    @Test
    void renewalOfAnOlderLicenseIsSuperseded() {
        SampleGrant grant = SampleGrant.unlimited().holder(device(1), LicenseState.ACTIVE);
        LicenseId second = LicenseId.of(grant.get().id(), device(1), 2);
        assertEquals("license-superseded", shown(IssueRules.renew(grant.get(), at(NOON, Use.STREAM), second)));
    }

    @Test
    void leaseThatHasEndedIsRenewedOnlyWhereTheRightSaysSo() {
        Instant end = NOON.plus(Duration.ofMinutes(4));
        SampleGrant grant = SampleGrant.unlimited().holder(device(1), LicenseState.ACTIVE);
        SampleGrant strict = grant.renewable(Until.UNLIMITED, RenewAfterExpiry.REFUSED);
        assertEquals("g1 r4", shown(renew(strict, end.minusSeconds(1), Use.STREAM)));
        assertEquals("renew-not-allowed", shown(renew(strict, end, Use.STREAM)));
        assertEquals("g1 r4", shown(renew(grant, end, Use.STREAM)));
        assertEquals("g1 r4", shown(issue(strict, end, Use.STREAM)), "a first license may be asked for again");
    }

    @Test
    void renewalEndsExactlyWhenTheRightSays() {
        Instant until = NOON.plusSeconds(60);
        SampleGrant grant = SampleGrant.unlimited()
                .holder(device(1), LicenseState.ACTIVE)
                .renewable(Until.of(until), RenewAfterExpiry.ALLOWED);
        assertEquals("g1 r4", shown(renew(grant, until.minusSeconds(1), Use.STREAM)));
        ProblemException refused = refusal(renew(grant, until, Use.STREAM));
        assertEquals(ProblemType.RENEW_NOT_ALLOWED, refused.type());
        assertEquals("2031-04-05T12:01:00Z", refused.members().get("until"));
    }

    @Test
    void windowOpensAndClosesToTheSecondAndEarlyIsNeverCalledLate() {
        Instant opens = NOON;
        Instant closes = NOON.plusSeconds(3_600);
        SampleGrant grant = SampleGrant.unlimited().window(opens, Until.of(closes));
        assertEquals("window-not-open", shown(issue(grant, opens.minusSeconds(1), Use.STREAM)));
        assertEquals("g1 r1", shown(issue(grant, opens, Use.STREAM)));
        assertEquals("g1 r1", shown(issue(grant, closes.minusSeconds(1), Use.STREAM)));
        assertEquals("window-closed", shown(issue(grant, closes, Use.STREAM)));
    }

    @Test
    void rentalStartsBeforeItsLimitAndEndsAfterItsTime() {
        Instant startBefore = NOON.plusSeconds(60);
        SampleGrant unplayed = SampleGrant.unlimited().rental(Rental.notPlayed(startBefore, 7_200));
        assertEquals("g1 r1", shown(issue(unplayed, startBefore.minusSeconds(1), Use.STREAM)));
        assertEquals("rental-start-passed", shown(issue(unplayed, startBefore, Use.STREAM)));
        Rental.Terms terms = new Rental.Terms(startBefore, 7_200, "2031-04-05T12:00:30Z");
        Instant end = NOON.plusSeconds(30 + 7_200);
        SampleGrant played = SampleGrant.unlimited().rental(terms);
        assertEquals("g1 r1", shown(issue(played, end.minusSeconds(1), Use.STREAM)));
        assertEquals("rental-over", shown(issue(played, end, Use.STREAM)));
        SampleGrant held = played.holder(device(1), LicenseState.ACTIVE);
        assertEquals("rental-over", shown(renew(held, end, Use.STREAM)), "a renewal prolongs no rental");
    }

    @Test
    void actionsThatWereNotSoldAreRefused() {
        SampleGrant play = SampleGrant.unlimited().actions(Set.of(Action.PLAY));
        SampleGrant download = SampleGrant.unlimited().actions(Set.of(Action.DOWNLOAD));
        assertEquals("g1 r1", shown(issue(play, NOON, Use.STREAM)));
        assertEquals("action-not-granted", shown(issue(play, NOON, Use.OFFLINE)));
        assertEquals("g1 r1", shown(issue(download, NOON, Use.OFFLINE)));
        assertEquals("action-not-granted", shown(issue(download, NOON, Use.STREAM)));
        assertEquals("action-not-granted", shown(issue(SampleGrant.unlimited().actions(Set.of()), NOON, Use.STREAM)));
        SampleGrant held = play.holder(device(1), LicenseState.ACTIVE);
        assertEquals("action-not-granted", shown(renew(held, NOON, Use.OFFLINE)));
    }

    @Test
    void territoryIsThatOfTheSale() {
        SampleGrant grant = SampleGrant.unlimited().territories("DE", "AT");
        assertIssued("g1 r1", grant.soldIn("AT"));
        assertIssued("territory", grant.soldIn("FR"));
        assertEquals(
                "FR",
                refusal(issue(grant.soldIn("FR"), NOON, Use.STREAM)).members().get("territory"));
    }

    @Test
    void playsEndAtTheLimitAndThoseOfOtherDevicesCount() {
        SampleGrant grant = SampleGrant.unlimited().plays(Limit.of(3));
        assertIssued("g1 r1", grant.used(2));
        assertIssued("plays-used-up", grant.used(3));
        SampleGrant shared = grant.used(1).with(holding(device(2), LicenseState.ISSUED, NOON.plusSeconds(60), 1));
        assertIssued("g1 r1", shared);
        ProblemException refused = refusal(issue(
                grant.used(1).with(holding(device(2), LicenseState.ISSUED, NOON.plusSeconds(60), 2)),
                NOON,
                Use.STREAM));
        assertEquals(ProblemType.PLAYS_USED_UP, refused.type());
        assertEquals(Map.of("max", 3L, "used", 1L, "reserved", 2L), refused.members());
        assertIssued("g1 r1", grant.used(2).with(holding(device(2), LicenseState.RETURNED, NOON.plusSeconds(60), 2)));
    }

    @Test
    void ownReservationIsAskedForAgainAndNotInAddition() {
        SampleGrant last = SampleGrant.unlimited()
                .plays(Limit.of(3))
                .used(2)
                .with(holding(device(1), LicenseState.ISSUED, NOON.plusSeconds(60), 1));
        IssueDecision.Granted again = granted(issue(last, NOON, Use.STREAM));
        assertEquals(1, again.holder().playsReserved());
        assertEquals(1, again.grant().reserved());
    }

    @Test
    void streamReservesOnePlayAndOfflineUseAllThatAreLeft() {
        SampleGrant grant = SampleGrant.unlimited()
                .plays(Limit.of(5))
                .used(1)
                .with(holding(device(2), LicenseState.ISSUED, NOON.plusSeconds(60), 1));
        assertEquals(1, granted(issue(grant, NOON, Use.STREAM)).holder().playsReserved());
        assertEquals(3, granted(issue(grant, NOON, Use.OFFLINE)).holder().playsReserved());
        SampleGrant free = SampleGrant.unlimited();
        assertEquals(0, granted(issue(free, NOON, Use.STREAM)).holder().playsReserved());
        SampleGrant perPlay = free.charge(ChargeModel.PER_PLAY, Money.of("EUR", 300));
        assertEquals(1, granted(issue(perPlay, NOON, Use.STREAM)).holder().playsReserved());
    }

    @Test
    void deviceSlotsAreFilledToTheLimitAndNotBeyond() {
        SampleGrant grant = SampleGrant.unlimited().devices(2, 0);
        SampleGrant one = grant.holder(device(2), LicenseState.ACTIVE);
        assertIssued("g1 r1", one);
        SampleGrant two = one.holder(device(3), LicenseState.EXPIRED);
        ProblemException refused = refusal(issue(two, NOON, Use.STREAM));
        assertEquals(ProblemType.DEVICE_LIMIT, refused.type());
        assertEquals(
                Map.of(
                        "used",
                        2,
                        "max",
                        2L,
                        "devices",
                        List.of(device(2).hex(), device(3).hex()),
                        "swapsLeft",
                        0L),
                refused.members().get("deviceSlots"));
        assertIssued("g1 r4", one.holder(device(1), LicenseState.ISSUED));
        assertEquals("g1 r4", shown(renew(one.holder(device(1), LicenseState.ISSUED), NOON, Use.STREAM)));
    }

    @Test
    void freedSlotIsFilledAgainAsOftenAsTheRightSays() {
        SampleGrant freed = SampleGrant.unlimited()
                .devices(2, 1)
                .holder(device(2), LicenseState.ACTIVE)
                .holder(device(3), LicenseState.RETURNED);
        IssueDecision.Granted swapped = granted(issue(freed, NOON, Use.STREAM));
        assertEquals(List.of(NOON), swapped.grant().swaps());
        Instant lately = NOON.minus(Duration.ofDays(90)).plusSeconds(1);
        ProblemException refused = refusal(issue(freed.swap(lately), NOON, Use.STREAM));
        assertEquals(ProblemType.DEVICE_LIMIT, refused.type());
        assertEquals("2031-04-05T12:00:01Z", refused.members().get("retryAt"));
        assertIssued("g1 r1", freed.swap(NOON.minus(Duration.ofDays(90))));
    }

    @Test
    void deviceThatComesBackToItsOwnSlotSwapsNothing() {
        SampleGrant screener = SampleGrant.unlimited().devices(1, 0);
        IssueDecision.Granted back =
                granted(issue(screener.holder(device(1), LicenseState.RETURNED), NOON, Use.STREAM));
        assertEquals(List.of(), back.grant().swaps());
        assertIssued("device-limit", screener.holder(device(2), LicenseState.RETURNED));
    }

    @Test
    void streamBeyondTheLimitIsDeniedWhereTheRightSaysSo() {
        Instant until = NOON.plusSeconds(100);
        SampleGrant grant = SampleGrant.unlimited().streams(2, OnExceed.DENY_NEW);
        SampleGrant one = grant.stream(device(2), NOON.minusSeconds(9), until);
        assertIssued("g1 r1", one);
        SampleGrant two = one.stream(device(3), NOON.minusSeconds(8), until.plusSeconds(50));
        ProblemException refused = refusal(issue(two, NOON, Use.STREAM));
        assertEquals(ProblemType.STREAM_LIMIT, refused.type());
        assertEquals(Map.of("max", 2L, "active", 2, "retryAt", "2031-04-05T12:01:40Z"), refused.members());
        assertEquals("g1 r1", shown(issue(two, until, Use.STREAM)), "a stream ends with its lease");
        assertEquals("g1 r1", shown(issue(two, NOON, Use.OFFLINE)), "offline use takes no stream");
        assertEquals("stream-limit", shown(issue(grant.streams(0, OnExceed.DENY_NEW), NOON, Use.STREAM)));
    }

    @Test
    void deviceThatAsksAnewIsToldOfTheLimitAndOneThatRenewsThatItsStreamIsTaken() {
        SampleGrant full = SampleGrant.unlimited().holder(device(1), LicenseState.EXPIRED).stream(
                device(2), NOON.minusSeconds(9), NOON.plusSeconds(100));
        for (OnExceed onExceed : OnExceed.values()) {
            assertEquals(
                    "stream-taken-over", shown(renew(full.streams(1, onExceed), NOON, Use.STREAM)), onExceed.text());
        }
        assertEquals("stream-limit", shown(issue(full.streams(1, OnExceed.DENY_NEW), NOON, Use.STREAM)));
    }

    @Test
    void oldestStreamGivesWayWhereTheRightSaysSo() {
        Instant until = NOON.plusSeconds(100);
        SampleGrant grant =
                SampleGrant.unlimited().streams(2, OnExceed.STOP_OLDEST).stream(device(3), NOON.minusSeconds(5), until)
                        .stream(device(2), NOON.minusSeconds(9), until);
        List<GrantStream> left = granted(issue(grant, NOON, Use.STREAM)).grant().streams();
        assertEquals(
                Set.of(device(3), device(1)),
                left.stream().map(GrantStream::device).collect(Collectors.toSet()));
    }

    @Test
    void renewedStreamKeepsItsAgeSoThatRenewingOutlivesNobody() {
        SampleGrant grant =
                SampleGrant.unlimited().streams(2, OnExceed.STOP_OLDEST).holder(device(1), LicenseState.ACTIVE).stream(
                        device(1), NOON.minusSeconds(50), NOON.plusSeconds(100));
        GrantStream renewed =
                granted(renew(grant, NOON, Use.STREAM)).grant().streams().get(0);
        assertEquals(NOON.minusSeconds(50), renewed.startedAt());
        assertEquals(NOON.plus(IssueRules.COUNTED_STREAM_LEASE), renewed.until());
    }

    @Test
    void leaseIsShortWhereStreamsAreCountedAndNeverOutlivesTheRights() {
        assertLease(Duration.ofMinutes(15), SampleGrant.unlimited(), Use.STREAM);
        assertLease(Duration.ofMinutes(5), SampleGrant.unlimited().streams(2, OnExceed.DENY_NEW), Use.STREAM);
        assertLease(Duration.ofHours(1), SampleGrant.unlimited().offline(3_600), Use.OFFLINE);
        Until soon = Until.of(NOON.plusSeconds(7));
        assertLease(Duration.ofSeconds(7), SampleGrant.unlimited().window(NOON, soon), Use.STREAM);
        assertLease(Duration.ofSeconds(7), SampleGrant.unlimited().window(NOON, soon), Use.OFFLINE);
        IssueDecision.Granted endless = granted(issue(SampleGrant.unlimited(), NOON, Use.OFFLINE));
        assertEquals(Instant.MAX, endless.leaseUntil());
        assertEquals(Instant.MAX, endless.renewAfter());
    }

    private static void assertLease(Duration expected, SampleGrant grant, Use use) {
        IssueDecision.Granted granted = granted(issue(grant, NOON, use));
        assertEquals(NOON.plus(expected), granted.leaseUntil());
        assertEquals(NOON.plus(expected), granted.holder().leaseUntil());
    }

    @Test
    void renewalIsDueAtHalfTheLeaseGiveOrTakeATenth() {
        for (int jitter : List.of(-10, 0, 10)) {
            IssueRules.Question question = new IssueRules.Question(device(1), Use.STREAM, NOON, jitter);
            IssueDecision.Granted granted =
                    granted(IssueRules.issue(SampleGrant.unlimited().get(), question));
            assertEquals(NOON.plusSeconds(450 + 9L * jitter), granted.renewAfter());
        }
    }

    @Test
    void nextRevisionNamesTheTermsBeforeAndAFreshLicenseNone() {
        SampleGrant held = SampleGrant.unlimited().holder(device(1), LicenseState.ACTIVE);
        assertEquals("a".repeat(64), granted(issue(held, NOON, Use.STREAM)).supersedes());
        assertEquals("a".repeat(64), granted(renew(held, NOON, Use.STREAM)).supersedes());
        SampleGrant returned = SampleGrant.unlimited().holder(device(1), LicenseState.RETURNED);
        IssueDecision.Granted fresh = granted(issue(returned, NOON, Use.STREAM));
        assertEquals("none", fresh.supersedes());
        assertEquals(LicenseId.of(returned.get().id(), device(1), 2), fresh.license());
    }

    @Test
    void keysThatDidNotLeaveLeaveNothingTaken() {
        SampleGrant grant = SampleGrant.unlimited().plays(Limit.of(2)).streams(1, OnExceed.DENY_NEW);
        IssueDecision.Granted granted = granted(issue(grant, NOON, Use.STREAM));
        assertEquals(0, granted.unused().reserved());
        assertEquals(List.of(), granted.unused().streams());
        assertEquals(
                LicenseState.EXPIRED,
                granted.unused().holder(device(1)).orElseThrow().stateAt(NOON));
    }

    /** Whatever devices ask in whatever order, no limit is ever passed, and every refusal leaves the grant as it is. */
    @Test
    void noOrderOfRequestsPassesALimit() {
        Cases.forAll(20310405, 300, random -> {
            long slots = random.nextLong(1, 4);
            long streams = random.nextLong(1, 4);
            long plays = random.nextLong(1, 7);
            SampleGrant sample = SampleGrant.unlimited()
                    .devices(slots, random.nextInt(3))
                    .streams(streams, random.nextBoolean() ? OnExceed.DENY_NEW : OnExceed.STOP_OLDEST)
                    .plays(Limit.of(plays));
            var grant = sample.get();
            Instant now = NOON;
            for (int i = 0; i < 60; i++) {
                now = now.plusSeconds(random.nextInt(200));
                var device = device(1 + random.nextInt(5));
                Use use = random.nextBoolean() ? Use.STREAM : Use.OFFLINE;
                var question = new IssueRules.Question(device, use, now, 0);
                String step = List.of(ISSUE, ISSUE, RENEW, "return", "play").get(random.nextInt(5));
                var held = grant.holder(device);
                if (step.equals("return")
                        && held.isPresent()
                        && !held.get().state().isTerminal()) {
                    grant = grant.ended(device, LicenseState.RETURNED);
                } else if (step.equals("play") && held.isPresent() && held.get().playsReserved() > 0) {
                    grant = grant.played(device, now, 1, held.get().counted());
                } else if (step.equals(ISSUE) || step.equals(RENEW)) {
                    IssueDecision decision = step.equals(ISSUE) || held.isEmpty()
                            ? IssueRules.issue(grant, question)
                            : IssueRules.renew(
                                    grant,
                                    question,
                                    LicenseId.of(grant.id(), device, held.get().generation()));
                    if (decision instanceof IssueDecision.Granted granted) {
                        grant = granted.withTerms("f".repeat(64)).grant();
                    }
                }
                long taken = grant.holders().stream()
                        .filter(held2 -> held2.holdsSlot())
                        .count();
                assertTrue(taken <= slots, "slots " + taken);
                assertTrue(grant.streamsAt(now).size() <= streams, "streams");
                assertTrue(grant.playsUsed() + grant.reserved() <= plays, "plays");
            }
        });
    }
}
