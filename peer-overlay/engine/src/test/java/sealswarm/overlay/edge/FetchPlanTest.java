package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.SwarmId;

class FetchPlanTest {
    private static final Instant T0 = Instant.ofEpochSecond(1_900_000_000L);
    private final FetchPlan plan = new FetchPlan();

    private static SwarmId track(int number) {
        return new SwarmId(String.format("%040x", number + 1));
    }

    @Test
    void aDescribedTrackIsBegunOnceAndNotBeforeItsUploaderHadItsChance() {
        plan.described(track(1), T0);
        assertEquals(List.of(), plan.begin(T0.plus(FetchPlan.DESCRIBED).minusMillis(1), 0));
        plan.described(track(1), T0.plusSeconds(1));
        assertEquals(List.of(track(1)), plan.begin(T0.plus(FetchPlan.DESCRIBED), 0));
        assertEquals(List.of(), plan.begin(T0.plusSeconds(1000), 0));
    }

    @Test
    void anUploadThatPausesIsLeftAloneForLong() {
        plan.described(track(1), T0);
        plan.forget(track(1));
        assertEquals(List.of(), plan.begin(T0.plusSeconds(60), 0));
        plan.postpone(track(1), T0, FetchPlan.UPLOADED);
        plan.described(track(1), T0);
        assertFalse(plan.isAnyDue(T0.plus(FetchPlan.UPLOADED).minusMillis(1)));
        assertTrue(plan.isAnyDue(T0.plus(FetchPlan.UPLOADED)));
        assertEquals(List.of(track(1)), plan.begin(T0.plus(FetchPlan.UPLOADED), 0));
    }

    @Test
    void noMoreRunAtOnceThanThereArePlacesAndWhoFailedComesLast() {
        for (int i = 0; i <= FetchPlan.MAX_FETCHES; i++) {
            plan.described(track(i), T0);
        }
        plan.postpone(track(0), T0, FetchPlan.DESCRIBED);
        Instant due = T0.plus(FetchPlan.DESCRIBED);
        assertEquals(List.of(), plan.begin(due, FetchPlan.MAX_FETCHES));
        assertEquals(List.of(track(1)), plan.begin(due, FetchPlan.MAX_FETCHES - 1));
        assertEquals(List.of(track(2), track(3), track(4), track(0)), plan.begin(due, 0));
    }

    @Test
    void moreTracksThanTheLimitAreNotRemembered() {
        for (int i = 0; i <= FetchPlan.MAX_AWAITED; i++) {
            plan.described(track(i), T0);
        }
        plan.forget(track(0));
        plan.postpone(track(FetchPlan.MAX_AWAITED), T0, FetchPlan.DESCRIBED);
        plan.postpone(track(FetchPlan.MAX_AWAITED + 1), T0, FetchPlan.DESCRIBED);
        int begun = 0;
        List<SwarmId> some = plan.begin(T0.plusSeconds(60), 0);
        while (!some.isEmpty()) {
            begun += some.size();
            assertFalse(some.contains(track(FetchPlan.MAX_AWAITED + 1)));
            some = plan.begin(T0.plusSeconds(60), 0);
        }
        assertEquals(FetchPlan.MAX_AWAITED, begun);
    }
}
