package sealswarm.overlay.sim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.swarm.HeldBlocks;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.PeerDiscovery;
import sealswarm.overlay.swarm.PeerFilter;
import sealswarm.overlay.swarm.RangeSource;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.swarm.TrackIds;
import sealswarm.overlay.wire.PeerId;

/** A machine with an engine on it: the real swarm, dialler and registry, joined as the real facade joins them. */
final class SimPeer {
    private static final long TICK_MICROS = Swarm.TICK_MILLIS * SimClock.MILLI;

    private final SimWorld world;
    private final SimHost host;
    private final SimDisk disk;
    private final PeerPlan plan;
    private final RandomGenerator random;
    private @Nullable Session session;
    private OptionalLong startedMicros = OptionalLong.empty();
    private OptionalLong completedMicros = OptionalLong.empty();

    SimPeer(SimWorld world, SimHost host, SimDisk disk, PeerPlan plan, RandomGenerator random) {
        this.world = world;
        this.host = host;
        this.disk = disk;
        this.plan = plan;
        this.random = random;
    }

    /** One run of the engine's process. */
    private final class Session {
        final SwarmRegistry registry = new SwarmRegistry();
        final SimTransport transport = new SimTransport(world.net(), host, registry);
        final Swarm swarm;
        final SwarmRegistry.Entry entry;
        final PeerDialer dialer;
        final SimDiscovery discovery;
        private boolean complete;

        Session(HeldBlocks held) {
            SimTrack track = world.track();
            SimClock clock = world.clock();
            PeerId id = PeerId.fresh(random);
            this.swarm = new Swarm(
                    track.facts(),
                    held,
                    plan.settings(),
                    new Swarm.Rules(
                            plan.fallback(), PeerFilter.NONE, plan.members().of(id, clock, random)),
                    new Swarm.Ports(disk, new SimHasher(track, clock, plan.hashMicros()), clock, random));
            swarm.setListenPort(SimTransport.PORT);
            this.entry = new SwarmRegistry.Entry(new TrackIds(track.metainfo(), Optional.empty(), id), swarm);
            registry.add(entry);
            this.dialer = new PeerDialer(
                    swarm, entry.ids(), clock, (address, hello, stage) -> transport.call(entry, address, hello, stage));
            this.discovery = new SimDiscovery(clock, world.tracker(), host, id, random.nextInt() | 1);
        }

        void begin() {
            world.countIncomplete(1);
            transport.listen();
            discovery.start(this::totals, peers -> dialer.add(peers, PeerDialer.Reason.FOUND));
            swarm.whenComplete(this::completed);
            world.clock().after(random.nextLong(TICK_MICROS), this::tick);
        }

        private void completed() {
            complete = true;
            world.countIncomplete(-1);
            if (completedMicros.isEmpty()) {
                completedMicros = OptionalLong.of(world.clock().micros());
            }
            discovery.completed();
        }

        private PeerDiscovery.TransferTotals totals() {
            return new PeerDiscovery.TransferTotals(
                    swarm.totals().uploaded(),
                    swarm.totals().fromPeers() + swarm.totals().fromSources(),
                    swarm.layout().lengthBytes() - swarm.heldBytes());
        }

        private void tick() {
            if (session == this) {
                swarm.tick();
                dialer.tick();
                world.clock().after(TICK_MICROS, this::tick);
            }
        }
    }

    /** Starts the engine on what the disk is found to hold. */
    void start() {
        startedMicros = startedMicros.isPresent()
                ? startedMicros
                : OptionalLong.of(world.clock().micros());
        host.setManner(SimHost.Manner.UP);
        Session fresh = new Session(disk.held());
        session = fresh;
        fresh.begin();
    }

    /** Ends the engine in order. */
    void stop() {
        Session ending = end();
        ending.transport.close();
        ending.discovery.stop(() -> {});
        ending.swarm.close(() -> {});
    }

    /** The process dies: what it wrote stays, what it knew is gone. */
    void kill() {
        Session dying = end();
        dying.transport.close();
        host.setManner(SimHost.Manner.DOWN);
    }

    private Session end() {
        Session ending = running();
        session = null;
        if (!ending.complete) {
            world.countIncomplete(-1);
        }
        return ending;
    }

    private Session running() {
        Session now = session;
        if (now == null) {
            throw new IllegalStateException(host.address() + " does not run");
        }
        return now;
    }

    /** Calls these peers, tracker or not. */
    void call(List<SimPeer> others) {
        running()
                .dialer
                .add(
                        others.stream()
                                .map(peer -> PeerAddress.of(peer.host.address(), SimTransport.PORT))
                                .toList(),
                        PeerDialer.Reason.NAMED);
    }

    /** Adds a web seed. */
    void addSource(RangeSource source) {
        running().swarm.addSource(source);
    }

    Swarm swarm() {
        return running().swarm;
    }

    SimHost host() {
        return host;
    }

    SimDisk disk() {
        return disk;
    }

    boolean isRunning() {
        return session != null;
    }

    boolean isComplete() {
        return session != null && running().complete;
    }

    /** Time from the first start to the last byte, once that is there. */
    OptionalLong tookMicros() {
        return completedMicros.isPresent() && startedMicros.isPresent()
                ? OptionalLong.of(completedMicros.getAsLong() - startedMicros.getAsLong())
                : OptionalLong.empty();
    }
}
