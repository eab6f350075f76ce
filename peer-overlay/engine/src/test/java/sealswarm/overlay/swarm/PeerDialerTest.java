package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.SampleTrack;
import sealswarm.overlay.swarm.CoreBench.Checks;
import sealswarm.overlay.swarm.PeerDialer.Reason;
import sealswarm.overlay.swarm.PeerDialer.Stage;
import sealswarm.overlay.wire.PeerId;

/** Whom we call: addresses come from strangers. */
class PeerDialerTest {
    private static final int HOUR_MILLIS = 3_600_000;
    private static final int STEP_MILLIS = 10_000;

    private final CoreBench bench = new CoreBench(3 * CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
    private final List<String> called = new ArrayList<>();
    private final List<Consumer<Stage>> open = new ArrayList<>();
    private Optional<Stage> fate = Optional.of(Stage.UNREACHABLE);
    private long nowMillis = 1_000_000;
    private final PeerDialer dialer = new PeerDialer(bench.swarm, ids(), () -> nowMillis, (address, hello, stage) -> {
        called.add(address.toString());
        fate.ifPresentOrElse(stage, () -> open.add(stage));
    });

    private static TrackIds ids() {
        byte[] content = new byte[100_000];
        try {
            Metainfo metainfo = Metainfo.parse(MetainfoWriter.v1Only("t", SampleTrack.hashes(content, 65_536)));
            return new TrackIds(metainfo, Optional.empty(), PeerId.fresh(new SplittableRandom(1)));
        } catch (MetainfoException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(long millis) {
        for (long end = nowMillis + millis; nowMillis < end; nowMillis += STEP_MILLIS) {
            dialer.tick();
        }
    }

    @Test
    void whomATrackerNamedIsCalledThreeTimesInVainAndThenRests() {
        dialer.add(List.of(PeerAddress.of("192.0.2.1", 80)), Reason.FOUND);
        pass(PeerDialer.REST_MILLIS - 60_000);
        assertEquals(PeerDialer.MAX_VAIN_ROUNDS, called.size());
        pass(120_000);
        assertTrue(called.size() > PeerDialer.MAX_VAIN_ROUNDS, "it may have come back");
        assertTrue(called.size() <= 2 * PeerDialer.MAX_VAIN_ROUNDS);
    }

    @Test
    void whomTheUserNamedIsCalledOn() {
        dialer.add(List.of(PeerAddress.of("192.0.2.1", 80)), Reason.NAMED);
        pass(HOUR_MILLIS);
        assertTrue(called.size() > 30, () -> "called " + called.size());
    }

    @Test
    void whoWasHereIsCalledAgainWhenItsConnectionEnds() {
        fate = Optional.empty();
        dialer.add(List.of(PeerAddress.of("192.0.2.1", 80)), Reason.FOUND);
        for (int i = 0; i < 5; i++) {
            Consumer<Stage> call = open.get(i);
            call.accept(Stage.JOINED);
            call.accept(Stage.ENDED);
            pass(PeerDialer.MAX_PAUSE_MILLIS);
        }
        assertEquals(6, called.size());
    }

    @Test
    void oneHostsPortsAreNotScannedExceptOnThisMachine() {
        dialer.add(addresses("192.0.2.1", 500), Reason.FOUND);
        assertEquals(PeerDialer.MAX_PER_HOST, called.size());
        called.clear();
        dialer.add(
                IntStream.rangeClosed(1, 9)
                        .mapToObj(i -> PeerAddress.of("2001:db8:0:1:0:0:0:" + i, 6_881))
                        .toList(),
                Reason.FOUND);
        assertEquals(PeerDialer.MAX_PER_HOST, called.size());
        called.clear();
        dialer.add(addresses("127.0.0.1", 40), Reason.FOUND);
        assertEquals(40, called.size());
    }

    @Test
    void addressesThatAnswerTakeThePlaceOfThoseThatDoNot() {
        List<PeerAddress> junk = IntStream.range(0, PeerDialer.MAX_ADDRESSES)
                .mapToObj(i -> PeerAddress.of("198." + (18 + i / 65_536) + "." + i / 256 % 256 + "." + i % 256, 6_881))
                .toList();
        fate = Optional.empty();
        dialer.add(junk, Reason.FOUND);
        PeerAddress honest = PeerAddress.of("192.0.2.1", 6_881);
        dialer.add(List.of(honest), Reason.FOUND);
        open.forEach(call -> call.accept(Stage.UNREACHABLE));
        open.clear();
        fate = Optional.of(Stage.UNREACHABLE);
        called.clear();
        pass(2_000_000);
        assertTrue(!called.contains(honest.toString()), "there was no room while nobody had been called in vain");
        dialer.add(List.of(honest), Reason.FOUND);
        pass(STEP_MILLIS);
        assertTrue(called.contains(honest.toString()));
    }

    private static List<PeerAddress> addresses(String host, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(port -> PeerAddress.of(host, port))
                .toList();
    }
}
