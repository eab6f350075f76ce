package sealswarm.overlay.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.Patience;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.webseed.EdgeBackstop;
import sealswarm.overlay.wire.PeerMessage;

/** Runs a scenario: the door of this package. One thread. */
public final class Simulation {
    private static final long SAMPLE_MICROS = SimClock.SECOND;
    private static final int MAX_SAMPLES = 100_000;
    private static final long MEMORY_BYTES = 64L << 20;
    private static final int EDGE_CONNECTIONS = 2_000;
    private static final int EDGE_SLOTS = 500;

    private final Scenario scenario;
    private final IntConsumer finished;
    private final SimWorld world;
    private final SimPeer edge;
    private final List<SimPeer> peers = new ArrayList<>();
    private final List<SimPlayer> players = new ArrayList<>();
    private final List<SimWebServer> servers = new ArrayList<>();
    private final List<SimResult.Sample> samples = new ArrayList<>();
    private final Map<SimHost, String> systems = new HashMap<>();
    private long crossBytes;
    private int done;

    private Simulation(Scenario scenario, IntConsumer finished) {
        this.scenario = scenario;
        this.finished = finished;
        SimTrack track =
                new SimTrack(scenario.trackBytes(), scenario.pieceLength(), SimTrack.Form.HYBRID, scenario.seed());
        this.world = new SimWorld(track, scenario.seed(), scenario.systems());
        if (!scenario.systems().isEmpty()) {
            world.net().observe(this::arrived);
        }
        Line line = Line.LAN.far(micros(scenario.edge().latency()));
        long upload = scenario.edge().upload();
        this.edge = world.edge(new PeerPlan(
                line,
                Drive.SOLID_STATE,
                new SwarmSettings(EDGE_CONNECTIONS, EDGE_SLOTS, upload, 0, MEMORY_BYTES, Patience.DEFAULT),
                FallbackPolicy.ALWAYS,
                SimHasher.BLOCK_MICROS,
                PeerPlan.Members.NONE));
        if (scenario.edge().webSeed() == Scenario.WebSeed.ON) {
            SimPeer machine = world.peer(PeerPlan.LOCAL.on(line.at(upload, 0)));
            servers.add(SimWebServer.start(
                    world.net(), machine.host(), machine.disk().fill()));
        }
    }

    /**
     * Runs a scenario to its end.
     *
     * @param finished hears how many peers have finished, each time one has
     */
    public static SimResult run(Scenario scenario, IntConsumer finished) {
        return new Simulation(scenario, finished).run();
    }

    private SimResult run() {
        RandomGenerator arrivals = world.random().split();
        for (Scenario.Group group : scenario.peers()) {
            double seconds = 0;
            for (int i = 0; i < group.count(); i++) {
                seconds += group.arrivalsPerSecond() == 0 ? 0 : arrivals.nextExponential() / group.arrivalsPerSecond();
                SimPeer peer = peer(group, plan(group, arrivals));
                peers.add(peer);
                world.clock().at((long) (seconds * SimClock.SECOND), () -> start(peer, group.sharing()));
            }
        }
        sample();
        world.runUntil(() -> done == peers.size(), Math.max(1, scenario.limit().toSeconds()));
        return result();
    }

    private SimPeer peer(Scenario.Group group, PeerPlan plan) {
        if (group.as().isEmpty()) {
            return world.peer(plan);
        }
        SimPeer peer = world.peer(plan, scenario.systems().indexOf(group.as()));
        systems.put(peer.host(), group.as());
        return peer;
    }

    /** Counts what enters an autonomous system from outside, the edge's bytes too. */
    private void arrived(SimSocket at, Parcel parcel) {
        String to = systems.get(at.host());
        if (to == null || to.equals(systems.get(at.otherEnd().host()))) {
            return;
        }
        if (parcel instanceof Parcel.RangeBytes bytes) {
            crossBytes += bytes.data().length();
        } else if (parcel instanceof Parcel.Frame frame && frame.message() instanceof PeerMessage.Piece piece) {
            crossBytes += piece.data().length();
        }
    }

    private PeerPlan plan(Scenario.Group group, RandomGenerator random) {
        Line line =
                Line.LAN.far(micros(group.latency())).at(0, group.download()).lossy(group.lossPerMillion(), 0);
        FallbackPolicy policy = new EdgeBackstop(scenario.mediaRate(), random.nextInt(1 << 16));
        return PeerPlan.LOCAL.on(line).limited(group.upload(), 0).with(policy);
    }

    private static long micros(Duration latency) {
        return Math.max(1, latency.toNanos() / SimClock.MILLI);
    }

    private void start(SimPeer peer, Sharing sharing) {
        peer.start();
        peer.swarm().setSharing(sharing);
        for (SimWebServer server : servers) {
            SimWebSeed source = new SimWebSeed(world.net(), peer.host(), server, world.track());
            peer.addSource(source);
            peer.swarm().setLeafSource(source);
        }
        peer.swarm().whenComplete(() -> finished.accept(++done));
        if (scenario.mediaRate() > 0) {
            players.add(new SimPlayer(world.clock(), peer.swarm(), scenario.mediaRate()));
        }
    }

    private void sample() {
        samples.add(new SimResult.Sample(seconds(world.clock().micros()), edgeBytes(), peerBytes()));
        if (samples.size() < MAX_SAMPLES) {
            world.clock().after(SAMPLE_MICROS, this::sample);
        }
    }

    private long edgeBytes() {
        return edge.swarm().totals().uploaded()
                + servers.stream()
                        .mapToLong(server -> server.host().sentBytes())
                        .sum();
    }

    private long peerBytes() {
        return peers.stream()
                .filter(SimPeer::isRunning)
                .mapToLong(peer -> peer.swarm().totals().uploaded())
                .sum();
    }

    private static double seconds(long micros) {
        return (double) micros / SimClock.SECOND;
    }

    private SimResult result() {
        return new SimResult(
                scenario,
                world.traceHash(),
                seconds(world.clock().micros()),
                peers.size(),
                peers.stream()
                        .flatMapToLong(peer -> peer.tookMicros().stream())
                        .sorted()
                        .mapToObj(Simulation::seconds)
                        .toList(),
                players.stream()
                        .flatMapToLong(player -> player.startUpMicros().stream())
                        .sorted()
                        .mapToObj(Simulation::seconds)
                        .toList(),
                players.stream().mapToInt(SimPlayer::stalls).sum(),
                edgeBytes(),
                peerBytes(),
                peers.stream()
                        .filter(SimPeer::isRunning)
                        .mapToLong(peer -> peer.swarm().totals().redundant())
                        .sum(),
                crossBytes,
                samples);
    }
}
