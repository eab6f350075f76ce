package sealswarm.overlay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.SwarmId;
import sealswarm.trial.Cases;

class HostPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
    private static final long AMPLE = 1L << 50;
    private static final long SIZE = 1 << 20;
    private static final long COST = HeldTrack.costBytes(SIZE);

    private static SwarmId id(int number) {
        return new SwarmId(String.format("%040x", number));
    }

    private static HostOffer offer(int number, int seeds, int leechers) {
        return new HostOffer(id(number), SIZE, seeds, leechers);
    }

    private static HeldTrack held(int number, Duration unused) {
        return new HeldTrack(id(number), SIZE, NOW.minus(unused), HeldTrack.Arrival.WHOLE);
    }

    private static HostPlan plan(long budget, List<HeldTrack> held, HostOffer... offers) {
        return HostPlan.of(new HostPlan.View(budget, AMPLE, NOW, held, List.of(offers), 0));
    }

    @Test
    void takesTheMostNeededFirstAndOnlyWhatFits() {
        HostPlan plan = plan(2 * COST, List.of(), offer(1, 9, 0), offer(2, 1, 8), offer(3, 1, 0));
        assertEquals(List.of(id(2), id(3)), plan.fetch());
        assertEquals(List.of(), plan.evict());
        assertEquals(
                List.of(id(2)),
                plan(2 * COST - 1, List.of(), offer(2, 1, 8), offer(3, 1, 0)).fetch());
        assertEquals(List.of(), plan(COST - 1, List.of(), offer(2, 1, 8)).fetch());
    }

    @Test
    void fetchesNoMoreThanTwoAtATime() {
        List<HeldTrack> arriving = List.of(new HeldTrack(id(9), SIZE, NOW, HeldTrack.Arrival.ARRIVING));
        HostOffer[] offers = {offer(1, 1, 1), offer(2, 1, 1), offer(3, 1, 1)};
        assertEquals(
                HostPlan.MAX_ARRIVING, plan(AMPLE, List.of(), offers).fetch().size());
        assertEquals(1, plan(AMPLE, arriving, offers).fetch().size());
    }

    @Test
    void holdsNoMoreTracksThanTheLimit() {
        List<HeldTrack> many = IntStream.range(0, HostPlan.MAX_TRACKS - 1)
                .mapToObj(number -> held(number, Duration.ZERO))
                .toList();
        HostOffer[] offers = {offer(5_000, 1, 9), offer(5_001, 1, 9)};
        assertEquals(1, plan(AMPLE, many, offers).fetch().size());
        List<HeldTrack> full = new ArrayList<>(many);
        full.add(held(4_000, Duration.ZERO));
        assertEquals(0, plan(AMPLE, full, offers).fetch().size());
    }

    @Test
    void theLongestUnusedMakesRoomForWhatIsNeededMuchMore() {
        List<HeldTrack> held = List.of(held(1, Duration.ofHours(2)), held(2, Duration.ofHours(5)));
        HostPlan plan = plan(2 * COST, held, offer(1, 3, 0), offer(2, 3, 0), offer(3, 3, 1));
        assertEquals(List.of(id(2)), plan.evict());
        assertEquals(List.of(id(3)), plan.fetch());
    }

    @Test
    void nothingMakesRoomForWhatIsHardlyNeededMore() {
        List<HeldTrack> held = List.of(held(1, Duration.ofHours(5)));
        HostPlan plan = plan(COST, held, offer(1, 2, 1), offer(3, 2, 2));
        assertEquals(new HostPlan(List.of(), List.of()), plan);
    }

    @Test
    void whatWasUsedWithinTheHourStays() {
        HostOffer[] offers = {offer(1, 9, 0), offer(2, 0, 9)};
        Duration hour = HostPlan.RECENT;
        assertEquals(List.of(id(1)), plan(COST, List.of(held(1, hour)), offers).evict());
        assertEquals(
                List.of(),
                plan(COST, List.of(held(1, hour.minusSeconds(1))), offers).evict());
    }

    @Test
    void whatTheEdgeDoesNotOfferAnyMoreMakesRoomForNothing() {
        HostPlan plan = plan(COST, List.of(held(1, Duration.ofDays(9))), offer(2, 0, 99));
        assertEquals(new HostPlan(List.of(), List.of()), plan);
    }

    @Test
    void nothingIsGivenUpForWhatWouldNotFitEvenThen() {
        List<HeldTrack> held = List.of(held(1, Duration.ofHours(5)), held(2, Duration.ZERO));
        HostOffer large = new HostOffer(id(3), 2 * SIZE, 0, 99);
        HostPlan plan = plan(2 * COST, held, offer(1, 9, 0), offer(2, 9, 0), large);
        assertEquals(new HostPlan(List.of(), List.of()), plan);
    }

    @Test
    void aSmallerBudgetEvictsTheLongestUnusedWithoutAnyOffer() {
        List<HeldTrack> held = List.of(held(1, Duration.ofMinutes(1)), held(2, Duration.ofMinutes(2)));
        assertEquals(List.of(id(2)), plan(2 * COST - 1, held).evict());
        assertEquals(List.of(), plan(2 * COST, held).evict());
        assertEquals(List.of(id(2), id(1)), plan(COST - 1, held).evict());
    }

    @Test
    void whatWasJustEvictedIsNotFetchedInTheSamePlan() {
        HostPlan plan = plan(COST, List.of(held(1, Duration.ZERO), held(2, Duration.ofHours(1))), offer(2, 0, 50));
        assertEquals(List.of(id(2)), plan.evict());
        assertEquals(List.of(), plan.fetch());
    }

    @Test
    void aFullDiskFetchesNothingAndEvictsNothing() {
        HostPlan.View view =
                new HostPlan.View(AMPLE, COST - 1, NOW, List.of(held(1, Duration.ZERO)), List.of(offer(2, 0, 9)), 0);
        assertEquals(new HostPlan(List.of(), List.of()), HostPlan.of(view));
    }

    @Test
    void hostsOfAnotherTasteChooseDifferentlyAmongEquals() {
        List<HostOffer> equals = IntStream.range(0, 40)
                .mapToObj(number -> offer(number * 7_919, 1, 1))
                .toList();
        Set<SwarmId> chosen = new HashSet<>();
        for (int host = 0; host < 20; host++) {
            long taste = new SplittableRandom(host).nextLong();
            chosen.add(HostPlan.of(new HostPlan.View(COST, AMPLE, NOW, List.of(), equals, taste))
                    .fetch()
                    .get(0));
        }
        assertTrue(chosen.size() > 8, "20 hosts chose " + chosen.size() + " tracks");
    }

    @Test
    void offersOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new HostOffer(id(1), 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new HostOffer(id(1), 1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new HostOffer(id(1), 1, 1, -1));
        assertNotEquals(offer(1, 0, 0).need(), offer(1, 1, 0).need());
    }

    @Test
    void noPlanEverExceedsBudgetOrDisk() {
        Cases.forAll(4, 300, random -> random.nextLong(), seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<HeldTrack> held = new ArrayList<>();
            List<HostOffer> offers = new ArrayList<>();
            for (int number = 0; number < 12; number++) {
                long size = random.nextLong(1, 40 * SIZE);
                if (random.nextInt(3) == 0) {
                    held.add(new HeldTrack(
                            id(number),
                            size,
                            NOW.minusSeconds(random.nextInt(10_000)),
                            random.nextBoolean() ? HeldTrack.Arrival.WHOLE : HeldTrack.Arrival.ARRIVING));
                }
                offers.add(new HostOffer(id(number), size, random.nextInt(5), random.nextInt(20)));
            }
            long budget = random.nextLong(1, 200 * SIZE);
            long disk = random.nextLong(0, 100 * SIZE);
            HostPlan plan = HostPlan.of(new HostPlan.View(budget, disk, NOW, held, offers, seed));
            long before = cost(held.stream().map(HeldTrack::sizeBytes).toList());
            long gone = cost(held.stream()
                    .filter(track -> plan.evict().contains(track.swarmId()))
                    .map(HeldTrack::sizeBytes)
                    .toList());
            long come = cost(offers.stream()
                    .filter(offer -> plan.fetch().contains(offer.swarmId()))
                    .map(HostOffer::sizeBytes)
                    .toList());
            assertTrue(before - gone + come <= budget, "budget");
            assertTrue(come == 0 || come - gone <= disk, "disk");
            assertTrue(new HashSet<>(plan.fetch()).size() == plan.fetch().size(), "each once");
            assertTrue(
                    held.stream().noneMatch(track -> plan.fetch().contains(track.swarmId())),
                    "nothing held is fetched");
        });
    }

    private static long cost(List<Long> sizes) {
        return sizes.stream().mapToLong(HeldTrack::costBytes).sum();
    }
}
