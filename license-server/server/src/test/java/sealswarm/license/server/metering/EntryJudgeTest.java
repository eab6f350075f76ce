package sealswarm.license.server.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static sealswarm.license.server.metering.SampleRelease.DEVICE;
import static sealswarm.license.server.metering.SampleRelease.ISSUED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.counting.Verdict;
import sealswarm.license.device.DeviceId;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.MediaRange;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.server.issuing.KeyRelease;

class EntryJudgeTest {
    private static final Instant RECEIVED = ISSUED.plusSeconds(600);

    private static EntryJudge.Judgement judge(PlayEntry entry, KeyRelease release, long playsBefore) {
        return EntryJudge.judge(
                DEVICE,
                Optional.of(entry),
                new EntryJudge.Known(Optional.of(release), playsBefore, RECEIVED, ClosedMonths.NONE));
    }

    private static Verdict verdict(PlayEntry entry) {
        return judge(entry, SampleRelease.of(0), 0).verdict();
    }

    private static PlayEntry played(long playedMs, MediaRange... ranges) {
        return SampleRelease.entry(Reason.INTERVAL, ISSUED.plusSeconds(1), playedMs, List.of(ranges));
    }

    @Test
    void playWithinItsLicenseIsAccepted() {
        EntryJudge.Judgement judgement = judge(played(30_000, new MediaRange(0, 30_000)), SampleRelease.of(0), 0);
        assertEquals(new EntryJudge.Judgement(Verdict.ACCEPTED, "", ISSUED.plusSeconds(1)), judgement);
    }

    @Test
    void whatNobodyCanReadCountsNothing() {
        EntryJudge.Known known = new EntryJudge.Known(Optional.empty(), 0, RECEIVED, ClosedMonths.NONE);
        EntryJudge.Judgement judgement = EntryJudge.judge(DEVICE, Optional.empty(), known);
        assertEquals(Verdict.MALFORMED, judgement.verdict());
        assertEquals(RECEIVED, judgement.occurredAt());
    }

    @Test
    void playThatNoReleaseCoversIsUnlicensed() {
        PlayEntry entry = played(1_000);
        KeyRelease release = SampleRelease.of(0);
        EntryJudge.Known none = new EntryJudge.Known(Optional.empty(), 0, RECEIVED, ClosedMonths.NONE);
        assertEquals(
                Verdict.UNLICENSED,
                EntryJudge.judge(DEVICE, Optional.of(entry), none).verdict());
        EntryJudge.Known known = new EntryJudge.Known(Optional.of(release), 0, RECEIVED, ClosedMonths.NONE);
        assertEquals(
                Verdict.UNLICENSED,
                EntryJudge.judge(new DeviceId("9".repeat(32)), Optional.of(entry), known)
                        .verdict());
        assertEquals(
                Verdict.UNLICENSED,
                judge(SampleRelease.ofGrant(entry, "g-" + "9".repeat(32)), release, 0)
                        .verdict());
        assertEquals(
                Verdict.UNLICENSED,
                judge(SampleRelease.ofTitle(entry, "other-film"), release, 0).verdict());
        assertEquals(
                Verdict.UNLICENSED,
                judge(SampleRelease.ofTrack(entry, "uhd"), release, 0).verdict());
    }

    @Test
    void playIsAsLongAsTheTimeSinceItsReleaseAndFiveSecondsAtMost() {
        long most = Duration.between(ISSUED, RECEIVED).plus(EntryJudge.SLACK).toMillis();
        assertEquals(Verdict.ACCEPTED, verdict(played(most)));
        assertEquals(Verdict.OVERRUN, verdict(played(most + 1)));
    }

    @Test
    void mediaRunsAtTwiceTheSpeedAtMost() {
        long most = EntryJudge.MAX_SPEED * 10_000 + EntryJudge.SLACK.toMillis();
        assertEquals(Verdict.ACCEPTED, verdict(played(10_000, new MediaRange(0, most))));
        assertEquals(Verdict.OVERRUN, verdict(played(10_000, new MediaRange(0, most + 1))));
        assertEquals(
                Verdict.OVERRUN,
                verdict(played(10_000, new MediaRange(0, most - 10), new MediaRange(most, most + 11))));
    }

    @Test
    void playsAreStartedUpToTheReservedNumber() {
        PlayEntry start = SampleRelease.entry(Reason.START, ISSUED, 0, List.of());
        assertEquals(Verdict.ACCEPTED, judge(start, SampleRelease.of(2), 1).verdict());
        assertEquals(Verdict.OVERRUN, judge(start, SampleRelease.of(2), 2).verdict());
        assertEquals(Verdict.ACCEPTED, judge(start, SampleRelease.of(0), 99).verdict(), "unlimited plays");
        assertEquals(
                Verdict.ACCEPTED, judge(played(1_000), SampleRelease.of(2), 2).verdict(), "only starts are counted");
    }

    @Test
    void timeOfASkewedClockIsHeldBetweenReleaseAndReceipt() {
        for (Instant early : List.of(Instant.EPOCH, ISSUED.minusSeconds(1), ISSUED)) {
            PlayEntry entry = SampleRelease.entry(Reason.START, early, 0, List.of());
            assertEquals(ISSUED, judge(entry, SampleRelease.of(0), 0).occurredAt());
        }
        for (Instant late : List.of(RECEIVED, RECEIVED.plusSeconds(1), Instant.parse("2106-01-01T00:00:00Z"))) {
            PlayEntry entry = SampleRelease.entry(Reason.START, late, 0, List.of());
            assertEquals(RECEIVED, judge(entry, SampleRelease.of(0), 0).occurredAt());
        }
    }

    @Test
    void playOfAClosedMonthIsLateByItsHeldTimeAndNotByTheOneItClaims() {
        ClosedMonths before = time -> time.isBefore(ISSUED);
        ClosedMonths until = time -> !time.isAfter(ISSUED);
        PlayEntry entry = SampleRelease.entry(Reason.START, Instant.EPOCH, 0, List.of());
        Optional<KeyRelease> release = Optional.of(SampleRelease.of(0));
        assertEquals(
                Verdict.ACCEPTED,
                EntryJudge.judge(DEVICE, Optional.of(entry), new EntryJudge.Known(release, 0, RECEIVED, before))
                        .verdict());
        EntryJudge.Judgement late =
                EntryJudge.judge(DEVICE, Optional.of(entry), new EntryJudge.Known(release, 0, RECEIVED, until));
        assertEquals(Verdict.LATE, late.verdict());
    }
}
