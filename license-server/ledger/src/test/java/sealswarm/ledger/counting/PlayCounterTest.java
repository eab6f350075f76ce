package sealswarm.ledger.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sealswarm.ledger.LedgerException;
import sealswarm.ledger.counting.GrantTerms.Standing;
import sealswarm.ledger.counting.ReceiptEntry.Phase;
import sealswarm.trial.Cases;

class PlayCounterTest {
    private static final Instant NOON = SamplePlays.NOON;

    private static List<String> outcomes(SamplePlays plays) {
        return plays.counter().judge(plays.cut("2031-04")).stream()
                .map(play -> play.excluded().map(ReasonCode::name).orElse("COUNTS"))
                .toList();
    }

    @Test
    void countsAPlayOfThirtySecondsAndNotOneOfTwentyNine() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.play("d1", "b1", "p1", NOON, 30).play("d1", "b1", "p2", NOON.plusSeconds(600), 29);
        assertEquals(List.of("COUNTS", "SHORT"), outcomes(plays));
    }

    @Test
    void halfOfAShortTrackSuffices() {
        CountingRule rule = CountingRule.PLAY_30S;
        assertTrue(rule.longEnough(10_000, 20_000));
        assertFalse(rule.longEnough(9_999, 20_000));
        assertTrue(rule.longEnough(30_000, 0));
        assertFalse(rule.longEnough(29_999, 0));
    }

    @Test
    void loopingOneSliceIsOnePlayAndReplayingFromTheStartIsANewOne() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.entry("d1", "b1", "p1", Phase.START, NOON, 0, List.of(), Verdict.ACCEPTED);
        for (int i = 1; i <= 5; i++) {
            plays.entry(
                    "d1",
                    "b1",
                    "p1",
                    Phase.MIDDLE,
                    NOON.plusSeconds(31L * i),
                    31_000,
                    List.of(new MediaRange(0, 31_000)),
                    Verdict.ACCEPTED);
        }
        plays.play("d1", "b1", "p2", NOON.plusSeconds(600), 31);
        List<CountedPlay> counted = plays.counter().judge(plays.cut("2031-04"));
        assertEquals(2, counted.size());
        assertEquals(31_000, counted.get(0).uniqueMillis());
        assertEquals(155_000, counted.get(0).playedMillis());
        assertTrue(counted.stream().allMatch(CountedPlay::qualifies));
    }

    @Test
    void reusingAPlayIdGainsNothing() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.play("d1", "b1", "p1", NOON, 60).play("d1", "b1", "p1", NOON.plusSeconds(120), 60);
        assertEquals(List.of("COUNTS"), outcomes(plays));
    }

    @Test
    void aSecondStartWithinThirtySecondsOfACountedPlayIsTheSamePlay() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY).grant("b2", Standing.PER_PLAY);
        plays.play("d1", "b1", "p1", NOON, 60)
                .play("d2", "b1", "p2", NOON.plusSeconds(29), 60)
                .play("d3", "b1", "p3", NOON.plusSeconds(30), 60)
                .play("d4", "b2", "p4", NOON.plusSeconds(5), 60);
        assertEquals(List.of("COUNTS", "DUP_SESSION", "COUNTS", "COUNTS"), outcomes(plays));
    }

    @Test
    void aShortFirstTryDoesNotSwallowTheRealPlayAfterIt() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.play("d1", "b1", "p1", NOON, 5).play("d1", "b1", "p2", NOON.plusSeconds(8), 600);
        assertEquals(List.of("SHORT", "COUNTS"), outcomes(plays));
    }

    @Test
    void countsTwentyPlaysOfATrackADayAndNotTheTwentyFirst() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        for (int i = 0; i < 21; i++) {
            plays.play("d1", "b1", "p" + i, NOON.plusSeconds(60L * i), 31);
        }
        plays.play("d1", "b1", "tomorrow", NOON.plusSeconds(86_400), 31);
        List<String> outcomes = outcomes(plays);
        assertEquals(21, Collections.frequency(outcomes, "COUNTS"));
        assertEquals("CAP", outcomes.get(20));
    }

    @Test
    void standingOfTheGrantDecidesWhatAGoodPlayIsWorth() {
        SamplePlays plays = new SamplePlays()
                .grant("a", Standing.SOLD)
                .grant("b", Standing.PROMO)
                .grant("c", Standing.STAFF)
                .grant("d", Standing.SELF_DEALING);
        plays.play("d1", "a", "p", NOON, 60)
                .play("d2", "b", "p", NOON, 60)
                .play("d3", "c", "p", NOON, 60)
                .play("d4", "d", "p", NOON, 60)
                .play("d5", "nobody", "p", NOON, 60);
        assertEquals(List.of("PAID_BY_SALE", "PROMO", "STAFF", "SELF_DEALING", "UNLICENSED"), outcomes(plays));
    }

    @Test
    void theGravestVerdictOfItsEntriesDecides() {
        for (Verdict verdict : List.of(Verdict.FORK, Verdict.UNLICENSED, Verdict.GAP, Verdict.OVERRUN)) {
            SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
            plays.play("d1", "b1", "p1", NOON, 60);
            plays.entry("d1", "b1", "p1", Phase.CLOSE, NOON.plusSeconds(70), 1, List.of(), verdict);
            assertEquals(List.of(verdict.name()), outcomes(plays));
        }
        SamplePlays late = new SamplePlays().grant("b1", Standing.PER_PLAY);
        late.entry("d1", "b1", "p1", Phase.START, NOON, 0, List.of(), Verdict.LATE);
        late.entry(
                "d1",
                "b1",
                "p1",
                Phase.CLOSE,
                NOON.plusSeconds(40),
                40_000,
                List.of(new MediaRange(0, 40_000)),
                Verdict.LATE);
        assertEquals(List.of("COUNTS"), outcomes(late));
    }

    @Test
    void entriesWithoutAStartAreAGapAndDuplicatesAreNothing() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.entry("d1", "b1", "p1", Phase.CLOSE, NOON, 60_000, List.of(new MediaRange(0, 60_000)), Verdict.ACCEPTED);
        plays.entry("d2", "b1", "p2", Phase.START, NOON, 0, List.of(), Verdict.DUPLICATE);
        assertEquals(List.of("GAP"), outcomes(plays));
    }

    @Test
    void whatADeviceReportsAfterItsForkIsQuarantinedAndWhatItReportedBeforeStands() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.play("d1", "b1", "p1", NOON, 60);
        plays.entry("d1", "b1", "p2", Phase.START, NOON.plusSeconds(600), 0, List.of(), Verdict.FORK);
        plays.play("d1", "b1", "p3", NOON.plusSeconds(1_200), 60);
        plays.play("d2", "b1", "p4", NOON.plusSeconds(1_800), 60);
        assertEquals(List.of("COUNTS", "FORK", "DEVICE_QUARANTINED", "COUNTS"), outcomes(plays));
    }

    @Test
    void aPauseOfMoreThanAnHourEndsThePlay() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.entry("d1", "b1", "p1", Phase.START, NOON, 0, List.of(), Verdict.ACCEPTED);
        plays.entry(
                "d1",
                "b1",
                "p1",
                Phase.CLOSE,
                NOON.plusSeconds(3_701),
                100_000,
                List.of(new MediaRange(0, 100_000)),
                Verdict.ACCEPTED);
        assertEquals(List.of("SHORT"), outcomes(plays));
        SamplePlays inTime = new SamplePlays().grant("b1", Standing.PER_PLAY);
        inTime.entry("d1", "b1", "p1", Phase.START, NOON, 0, List.of(), Verdict.ACCEPTED);
        inTime.entry(
                "d1",
                "b1",
                "p1",
                Phase.CLOSE,
                NOON.plusSeconds(3_700),
                100_000,
                List.of(new MediaRange(0, 100_000)),
                Verdict.ACCEPTED);
        assertEquals(List.of("COUNTS"), outcomes(inTime));
    }

    @Test
    void aPlayIsJudgedOnceAtTheFirstCutThatHoldsIt() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        plays.play("d1", "b1", "p1", NOON, 60);
        Cut april = plays.cut("2031-04");
        plays.play("d2", "b1", "late", NOON.plusSeconds(600), 60);
        plays.entry(
                "d1",
                "b1",
                "p1",
                Phase.CLOSE,
                NOON.plusSeconds(100),
                40_000,
                List.of(new MediaRange(60_000, 100_000)),
                Verdict.LATE);
        plays.play("d1", "b1", "may", Instant.parse("2031-05-02T00:00:00Z"), 60);
        PlayCounter counter = plays.counter();
        List<CountedPlay> inApril = counter.judge(april);
        List<CountedPlay> inMay = counter.judge(plays.cut("2031-05"));
        assertEquals(1, inApril.size());
        assertEquals(60_000, inApril.get(0).uniqueMillis());
        assertEquals(2, inMay.size());
        assertEquals("2031-05", inMay.get(1).period().toString());
        assertEquals("2031-04", inMay.get(1).originPeriod().toString());
        assertEquals("d2", inMay.get(1).start().device());
        assertEquals(List.of(), counter.judge(plays.cut("2031-06")));
    }

    @Test
    void anUnfinishedPlayWaitsADayForItsEnd() {
        SamplePlays plays = new SamplePlays().grant("b1", Standing.PER_PLAY);
        Instant lastMinute = Instant.parse("2031-04-30T23:59:00Z");
        plays.entry("d1", "b1", "p1", Phase.START, lastMinute, 0, List.of(), Verdict.ACCEPTED);
        PlayCounter counter = plays.counter();
        Cut early = new Cut(
                plays.cut("2031-04").period(),
                lastMinute.plusSeconds(86_399),
                plays.cut("2031-04").streams());
        assertEquals(List.of(), counter.judge(early));
        Cut late = new Cut(early.period().next(), lastMinute.plusSeconds(86_400), early.streams());
        assertEquals(Optional.of(ReasonCode.SHORT), counter.judge(late).get(0).excluded());
    }

    @Test
    void theOrderInWhichReceiptsAreReadChangesNothing() {
        Cases.forAll(31, 50, random -> {
            SamplePlays plays = new SamplePlays()
                    .grant("b0", Standing.PER_PLAY)
                    .grant("b1", Standing.PER_PLAY)
                    .grant("b2", Standing.SOLD);
            for (int i = 0; i < 60; i++) {
                plays.play(
                        "d" + random.nextInt(5),
                        "b" + random.nextInt(3),
                        "p" + random.nextInt(40),
                        NOON.plusSeconds(random.nextInt(3_000)),
                        random.nextInt(80));
            }
            List<ReceiptEntry> shuffled = new ArrayList<>(plays.entries());
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            assertEquals(
                    plays.counter().judge(plays.cut("2031-04")),
                    new PlayCounter(CountingRule.PLAY_30S, plays, shuffled).judge(plays.cut("2031-04")));
        });
    }

    @Test
    void coversEachMillisecondOnce() {
        assertEquals(0, MediaRange.uniqueMillis(List.of()));
        assertEquals(
                30,
                MediaRange.uniqueMillis(List.of(
                        new MediaRange(10, 20),
                        new MediaRange(0, 15),
                        new MediaRange(30, 40),
                        new MediaRange(12, 14))));
        assertThrows(LedgerException.class, () -> new MediaRange(5, 5));
        assertThrows(LedgerException.class, () -> new MediaRange(-1, 5));
        Cases.forAll(32, 200, random -> {
            boolean[] seen = new boolean[1_000];
            List<MediaRange> ranges = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(900);
                int to = from + 1 + random.nextInt(99);
                ranges.add(new MediaRange(from, to));
                for (int ms = from; ms < to; ms++) {
                    seen[ms] = true;
                }
            }
            long expected = 0;
            for (boolean each : seen) {
                expected += each ? 1 : 0;
            }
            assertEquals(expected, MediaRange.uniqueMillis(ranges));
        });
    }
}
