package sealswarm.overlay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import sealswarm.overlay.tracker.Locality;
import sealswarm.overlay.tracker.SwarmIds;

/** One track, a tracker, and peers, all of one seed. One thread runs it. */
final class SimWorld {
    private final SimClock clock = new SimClock();
    private final SimTrace trace = new SimTrace();
    private final SplittableRandom random;
    private final SimTrack track;
    private final SimNet net;
    private final SimTracker tracker;
    private final List<SimPeer> peers = new ArrayList<>();
    private int hosts;
    private int incomplete;

    /** An empty world with a tracker. */
    SimWorld(SimTrack track, long seed) {
        this(track, seed, List.of());
    }

    /** An empty world with autonomous systems, which its tracker knows. */
    SimWorld(SimTrack track, long seed, List<String> systems) {
        this.track = track;
        this.random = new SplittableRandom(seed);
        this.net = new SimNet(clock, random.split(), trace);
        SwarmIds ids = SwarmIds.of(track.metainfo().infoHashes(), Optional.empty());
        this.tracker = new SimTracker(net, host(Line.LAN), ids, locality(systems), random.split());
    }

    /** Each system has a /13 of its own, above those of machines that are in none. */
    private static Locality locality(List<String> systems) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < systems.size(); i++) {
            lines.add("10." + firstByte(i) + ".0.0/13,,," + systems.get(i));
        }
        return Locality.parse(lines);
    }

    private static int firstByte(int system) {
        return 16 + 8 * system;
    }

    private SimHost host(Line line) {
        return host(line, 0);
    }

    private SimHost host(Line line, int firstByte) {
        hosts++;
        return net.attach("10." + (firstByte + (hosts >> 8)) + "." + (hosts & 0xff) + ".1", line);
    }

    /** Adds a peer in the {@code system}th autonomous system; it does not run yet. */
    SimPeer peer(PeerPlan plan, int system) {
        return peer(plan, host(plan.line(), firstByte(system)));
    }

    /** Adds a peer with an empty disk; it does not run yet. */
    SimPeer peer(PeerPlan plan) {
        return peer(plan, host(plan.line()));
    }

    private SimPeer peer(PeerPlan plan, SimHost host) {
        SimPeer peer = new SimPeer(this, host, new SimDisk(track, clock, plan.drive()), plan, random.split());
        peers.add(peer);
        return peer;
    }

    /** Adds a peer that has everything and is named to everybody by the tracker, and starts it. */
    SimPeer edge(PeerPlan plan) {
        SimPeer edge = peer(plan);
        edge.disk().fill();
        tracker.seededBy(edge.host());
        edge.start();
        return edge;
    }

    /** Adds and starts so many equal peers that have nothing. */
    List<SimPeer> leeches(int count, PeerPlan plan) {
        List<SimPeer> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fresh.add(peer(plan));
        }
        fresh.forEach(SimPeer::start);
        return fresh;
    }

    /** Lets time pass until every running peer is complete, or the limit; says whether it came to that. */
    boolean runUntilComplete(long limitSeconds) {
        return runUntil(() -> incomplete == 0, limitSeconds);
    }

    /** One more peer lacks something, or one less. */
    void countIncomplete(int change) {
        incomplete += change;
    }

    /** Lets time pass until {@code done} or the limit; says whether it came to that. */
    boolean runUntil(BooleanSupplier done, long limitSeconds) {
        return clock.runUntil(done, limitSeconds * SimClock.SECOND);
    }

    SimClock clock() {
        return clock;
    }

    SimNet net() {
        return net;
    }

    SimTracker tracker() {
        return tracker;
    }

    SimTrack track() {
        return track;
    }

    /** Everyone ever added, in order. */
    List<SimPeer> peers() {
        return List.copyOf(peers);
    }

    /** A number that two equal runs have in common and others hardly ever. */
    long traceHash() {
        return trace.hash();
    }

    /** Chance for what is outside of the peers, drawn from the seed. */
    SplittableRandom random() {
        return random;
    }
}
