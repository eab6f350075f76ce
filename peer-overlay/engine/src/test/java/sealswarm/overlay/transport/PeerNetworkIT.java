package sealswarm.overlay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sealswarm.overlay.sim.Drive;
import sealswarm.overlay.sim.SimClock;
import sealswarm.overlay.sim.SimDisk;
import sealswarm.overlay.sim.SimHasher;
import sealswarm.overlay.sim.SimTrack;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.swarm.TrackIds;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;

class PeerNetworkIT {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final SimTrack TRACK = new SimTrack(100_000, 65_536, SimTrack.Form.HYBRID, 1);

    private static SwarmRegistry.Entry swarm(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SimClock clock = new SimClock();
        SimDisk disk = new SimDisk(TRACK, clock, Drive.INSTANT);
        Swarm swarm = new Swarm(
                TRACK.facts(),
                disk.held(),
                SwarmSettings.DEFAULTS,
                Swarm.Rules.OPEN,
                new Swarm.Ports(disk, new SimHasher(TRACK, clock, 0), clock, random));
        return new SwarmRegistry.Entry(new TrackIds(TRACK.metainfo(), Optional.empty(), PeerId.fresh(random)), swarm);
    }

    @ParameterizedTest
    @CsvSource({"OFF,OFF", "FALLBACK,OFF", "FALLBACK,ONLY", "FIRST,FALLBACK", "FIRST,ONLY", "ONLY,FIRST"})
    void aCallThatIsLetInHearsThatItJoinedAndLaterThatItEnded(UtpUse caller, UtpUse called) throws Exception {
        assertEquals(List.of(PeerDialer.Stage.JOINED, PeerDialer.Stage.ENDED), stages(caller, called));
    }

    @ParameterizedTest
    @CsvSource({"OFF,ONLY", "ONLY,OFF"})
    void aCallByAWayTheOtherDoesNotTakeIsInVain(UtpUse caller, UtpUse called) throws Exception {
        assertEquals(List.of(PeerDialer.Stage.UNREACHABLE), stages(caller, called));
    }

    private static List<PeerDialer.Stage> stages(UtpUse caller, UtpUse called) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Context context = vertx.getOrCreateContext();
            Promise<List<PeerDialer.Stage>> heard = Promise.promise();
            context.runOnContext(ignored -> call(vertx, context, caller, called, heard));
            return heard.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private static PeerNetwork network(Vertx vertx, Context context, SwarmRegistry registry, UtpUse use) {
        return new PeerNetwork(
                vertx, context, registry, new SystemClock(), new SplittableRandom(5), use, PATIENCE_MILLIS);
    }

    private static void call(
            Vertx vertx, Context context, UtpUse callerUse, UtpUse calledUse, Promise<List<PeerDialer.Stage>> heard) {
        SwarmRegistry here = new SwarmRegistry();
        assertTrue(here.add(swarm(1)));
        PeerNetwork called = network(vertx, context, here, calledUse);
        PeerNetwork calling = network(vertx, context, new SwarmRegistry(), callerUse);
        SwarmRegistry.Entry caller = swarm(2);
        List<PeerDialer.Stage> stages = new ArrayList<>();
        called.listen("127.0.0.1", 0)
                .onSuccess(port -> {
                    PeerAddress address = PeerAddress.of("127.0.0.1", port);
                    Handshake hello = caller.ids().calls(address).get(0);
                    calling.call(caller, address, hello, stage -> {
                        stages.add(stage);
                        if (stage == PeerDialer.Stage.JOINED) {
                            called.close();
                        } else {
                            calling.close().eventually(called::close).onComplete(closed -> heard.complete(stages));
                        }
                    });
                })
                .onFailure(heard::fail);
    }
}
