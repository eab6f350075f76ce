package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.overlay.swarm.SwarmReader;
import sealswarm.overlay.wire.BlockData;

/** How many round trips a player is away from its first block where no web seed helps. */
class FirstBlockTest {
    private static final int SIZE = 4 << 20;
    private static final long MEDIA_RATE = 625_000;
    private static final SimTrack TRACK = new SimTrack(SIZE, 256 << 10, SimTrack.Form.HYBRID, 1);

    /** What hashing, disks and the switch add to the round trips. */
    private static final long MACHINE_MICROS = 5 * SimClock.MILLI;

    private static final class FirstBlock implements SwarmReader.Sink {
        private final SimClock clock;
        private OptionalLong atMicros = OptionalLong.empty();

        FirstBlock(SimClock clock) {
            this.clock = clock;
        }

        @Override
        public void chunk(long offset, BlockData data) {
            assertEquals(0, offset);
            atMicros = OptionalLong.of(clock.micros());
        }

        @Override
        public void end() {
            throw new AssertionError("the range has bytes");
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }
    }

    private static long microsToFirstBlock(long roundTripMillis) {
        SimWorld world = new SimWorld(TRACK, 1);
        world.edge(PeerPlan.LOCAL);
        SimPeer player = world.peer(PeerPlan.LOCAL.on(Line.LAN.far(roundTripMillis * SimClock.MILLI / 2)));
        player.start();
        FirstBlock first = new FirstBlock(world.clock());
        player.swarm().read(0, SIZE, MEDIA_RATE).next(first);
        assertTrue(world.runUntil(() -> first.atMicros.isPresent(), 30));
        return first.atMicros.getAsLong();
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 80, 200})
    void theFirstBlockIsVerifiedAfterTwoRoundTripsToTheTrackerAndFourToTheSeed(long roundTripMillis) {
        long took = microsToFirstBlock(roundTripMillis);
        long roundTrips = 6 * roundTripMillis * SimClock.MILLI;
        assertTrue(
                took >= roundTrips && took <= roundTrips + MACHINE_MICROS, () -> took + " µs, not some " + roundTrips);
    }
}
