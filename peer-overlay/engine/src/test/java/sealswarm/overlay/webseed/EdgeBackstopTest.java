package sealswarm.overlay.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.swarm.FallbackPolicy.Allowance;
import sealswarm.overlay.swarm.FallbackPolicy.SwarmView;

class EdgeBackstopTest {
    private static final long RATE = 600_000;
    private static final EdgeBackstop POLICY = new EdgeBackstop(RATE, 7);

    @Test
    void firstSecondsComeFromTheEdgeOnlyForAReader() {
        assertEquals(Allowance.CRITICAL, POLICY.allow(view(0, 0, 0, 1, 0)));
        assertEquals(Allowance.CRITICAL, POLICY.allow(view(EdgeBackstop.GRACE_MILLIS - 1, 0, 0, 1, 9)));
        assertEquals(Allowance.NONE, POLICY.allow(view(EdgeBackstop.GRACE_MILLIS - 1, 0, 0, 0, 9)));
    }

    @Test
    void edgeIsUsedAloneOnlyWithoutAnyPeer() {
        assertEquals(Allowance.ANY, POLICY.allow(view(EdgeBackstop.GRACE_MILLIS, 0, 0, 0, 0)));
        assertEquals(Allowance.CRITICAL, POLICY.allow(view(EdgeBackstop.GRACE_MILLIS, 1, 0, 0, 0)));
    }

    @Test
    void swarmThatIsFastEnoughIsLeftAlone() {
        assertEquals(Allowance.NONE, POLICY.allow(view(9_000, 3, RATE * 2, 0, 0)));
        assertEquals(Allowance.CRITICAL, POLICY.allow(view(9_000, 3, RATE, 0, 0)));
        assertEquals(Allowance.CRITICAL, POLICY.allow(view(9_000, 3, RATE * 2, 1, 0)));
    }

    @Test
    void fetchWithoutPlaybackTakesNothingThatPeersHave() {
        EdgeBackstop fetch = new EdgeBackstop(0, 0);
        assertEquals(Allowance.NONE, fetch.allow(view(9_000, 1, 0, 0, 0)));
    }

    @Test
    void piecesNobodyHasAreSharedOutAmongThePeers() {
        int peers = 20;
        int seconds = 2_000;
        int turns = 0;
        Set<Integer> who = new HashSet<>();
        for (int second = 10; second < 10 + seconds; second++) {
            for (int peer = 0; peer < peers; peer++) {
                EdgeBackstop policy = new EdgeBackstop(RATE, peer * 3_300);
                if (policy.allow(view(second * 1000L, peers, RATE * 2, 0, 1)) == Allowance.CRITICAL_AND_UNAVAILABLE) {
                    turns++;
                    who.add(peer);
                }
            }
        }
        double perSecond = turns / (double) seconds;
        assertTrue(perSecond > 0.5 && perSecond < 1.5, perSecond + " peers per second");
        assertEquals(peers, who.size());
    }

    @Test
    void everyPeerFetchesWhenMorePiecesAreMissingThanPeersAreThere() {
        assertEquals(Allowance.CRITICAL_AND_UNAVAILABLE, POLICY.allow(view(9_000, 3, RATE * 2, 0, 4)));
    }

    @Test
    void rateIsNeverNegative() {
        assertThrows(IllegalArgumentException.class, () -> new EdgeBackstop(-1, 0));
    }

    @Test
    void sourceRestsAfterFourFailuresAndGoesOnWithOneRange() {
        SourceHealth health = new SourceHealth();
        assertEquals(SourceHealth.PARALLEL, health.parallel(0));
        for (int i = 1; i < SourceHealth.FAILURES_TO_REST; i++) {
            health.failed(0);
            assertEquals(1, health.parallel(0));
        }
        health.failed(0);
        assertEquals(0, health.parallel(SourceHealth.REST_MILLIS - 1));
        assertEquals(1, health.parallel(SourceHealth.REST_MILLIS));
        health.succeeded();
        assertEquals(SourceHealth.PARALLEL, health.parallel(SourceHealth.REST_MILLIS));
    }

    @Test
    void serversWishToWaitIsHonouredWithinAnHour() {
        SourceHealth health = new SourceHealth();
        health.askedToWait(1_000, 5_000);
        assertEquals(0, health.parallel(5_999));
        assertEquals(SourceHealth.PARALLEL, health.parallel(6_000));
        health.askedToWait(0, Long.MAX_VALUE);
        assertEquals(0, health.parallel(SourceHealth.MAX_RETRY_AFTER_MILLIS - 1));
        assertEquals(SourceHealth.PARALLEL, health.parallel(SourceHealth.MAX_RETRY_AFTER_MILLIS));
        health.ban();
        assertEquals(0, health.parallel(Long.MAX_VALUE));
    }

    private static SwarmView view(long now, int peers, long rate, int readers, int unavailable) {
        return new SwarmView(now, 0, peers, rate, readers, 10, unavailable);
    }
}
