package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sealswarm.trial.Cases;

class SimulatorTest {
    private static final int SIZE = (4 << 20) + 12_345;
    private static final int PIECE = 128 << 10;
    private static final PeerPlan PLAN = PeerPlan.LOCAL.limited(500_000, 0);
    private static final SimTrack TRACK = new SimTrack(SIZE, PIECE, SimTrack.Form.HYBRID, 1);

    private static SimWorld tenPeers(long seed) {
        SimWorld world = new SimWorld(TRACK, seed);
        world.edge(PLAN);
        world.leeches(10, PLAN);
        world.runUntilComplete(120);
        return world;
    }

    @Test
    void tenPeersFinishByteExact() {
        SimWorld world = tenPeers(7);
        for (SimPeer peer : world.peers()) {
            assertTrue(peer.isComplete());
            assertTrue(peer.disk().isExact());
            assertEquals(0, peer.swarm().totals().hashFailures());
        }
        long received = world.peers().stream()
                .mapToLong(peer -> peer.swarm().totals().fromPeers())
                .sum();
        long redundant = world.peers().stream()
                .mapToLong(peer -> peer.swarm().totals().redundant())
                .sum();
        assertEquals(10L * SIZE, received - redundant);
    }

    @Test
    void oneSeedGivesOneTraceAndAnotherSeedAnother() {
        assertEquals(tenPeers(7).traceHash(), tenPeers(7).traceHash());
        assertNotEquals(tenPeers(7).traceHash(), tenPeers(8).traceHash());
    }

    /** A world in which nobody tells the truth. */
    private static SimWorld hopeless(long seed) {
        SimWorld world = new SimWorld(TRACK, seed);
        world.edge(PLAN).disk().lieAfter(0);
        world.leeches(2, PLAN);
        return world;
    }

    @Test
    void aFailingSeedIsPrintedAndReplays() {
        List<Long> traces = new ArrayList<>();
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> Cases.forAll(3, 4, RandomGenerator::nextLong, seed -> {
                    SimWorld world = hopeless(seed);
                    boolean complete = world.runUntilComplete(10);
                    traces.add(world.traceHash());
                    assertTrue(complete);
                }));
        Matcher named = Pattern.compile("replay with -Dsealswarm.seed=(-?\\d+)").matcher(failure.getMessage());
        assertTrue(named.find(), failure.getMessage());
        SimWorld again = hopeless(new Random(Long.parseLong(named.group(1))).nextLong());
        assertFalse(again.runUntilComplete(10));
        assertEquals(List.of(again.traceHash()), traces);
    }
}
