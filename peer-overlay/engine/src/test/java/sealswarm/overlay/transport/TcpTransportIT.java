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
import org.junit.jupiter.api.Test;
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

class TcpTransportIT {
    private static final int HANDSHAKE_MILLIS = 10_000;
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

    @Test
    void aCallThatIsLetInHearsThatItJoinedAndLaterThatItEnded() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Context context = vertx.getOrCreateContext();
            Promise<List<PeerDialer.Stage>> heard = Promise.promise();
            context.runOnContext(ignored -> call(vertx, context, heard));
            assertEquals(
                    List.of(PeerDialer.Stage.JOINED, PeerDialer.Stage.ENDED),
                    heard.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private static void call(Vertx vertx, Context context, Promise<List<PeerDialer.Stage>> heard) {
        SwarmRegistry here = new SwarmRegistry();
        assertTrue(here.add(swarm(1)));
        TcpTransport called = new TcpTransport(vertx, context, here, new SystemClock(), HANDSHAKE_MILLIS);
        TcpTransport calling =
                new TcpTransport(vertx, context, new SwarmRegistry(), new SystemClock(), HANDSHAKE_MILLIS);
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
                            heard.complete(stages);
                        }
                    });
                })
                .onFailure(heard::fail);
    }
}
