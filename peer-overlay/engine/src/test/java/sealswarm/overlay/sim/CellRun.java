package sealswarm.overlay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.HeldBlocks;
import sealswarm.overlay.swarm.Totals;
import sealswarm.overlay.wire.PeerMessage;

/** One leech's download as a cell says, under one seed, and what must come of it. */
final class CellRun {
    private static final int SIZE = (2 << 20) + 12_345;
    private static final int SOURCES = 4;
    /**
     * At the very end each source may be asked for so many copies, which in so small a track is more than two in a
     * hundred; a liar that is found out then makes one more end.
     */
    private static final int COPIES_PER_SOURCE = 2;

    private static final long LIMIT_SECONDS = 240;
    private static final long UP = 2_000_000;

    private final Cell cell;
    private final long seed;
    private final SimTrack track;
    private final SimWorld world;
    private final List<SimPeer> peers = new ArrayList<>();
    private final List<SimWebServer> servers = new ArrayList<>();
    private final Set<String> liars = new HashSet<>();
    private final Set<String> lied = new HashSet<>();
    private final SimPeer leech;
    private long heldAtStart;

    CellRun(Cell cell, long seed) {
        this.cell = cell;
        this.seed = seed;
        this.track = new SimTrack(SIZE, cell.piece().bytes, cell.form(), 5);
        this.world = new SimWorld(track, seed);
        PeerPlan plan = PeerPlan.LOCAL.on(cell.distance().line()).limited(UP, 0);
        boolean byPeers = cell.sources() != Cell.Sources.WEB_SEEDS;
        for (int i = 0; i < SOURCES; i++) {
            boolean lies = lies(i);
            if (byPeers) {
                peers.add(seedPeer(plan, lies));
            } else {
                servers.add(server(plan, lies));
            }
        }
        if (cell.sources() == Cell.Sources.PEERS_AND_WEB_SEED) {
            servers.add(server(plan, false));
        }
        this.leech = world.peer(plan.with(FallbackPolicy.ALWAYS));
        world.net().observe(this::watch);
    }

    private boolean lies(int index) {
        return switch (cell.liars()) {
            case NONE -> false;
            case ONE -> index == 1;
            case ALL_BUT_ONE -> index > 0;
        };
    }

    private SimPeer seedPeer(PeerPlan plan, boolean lies) {
        SimPeer peer = world.peer(plan);
        peer.disk().fill();
        if (lies) {
            peer.disk().lieAfter(0);
            liars.add(peer.host().address());
        }
        return peer;
    }

    private SimWebServer server(PeerPlan plan, boolean lies) {
        SimPeer machine = seedPeer(plan.on(plan.line().at(UP, 0)), lies);
        return SimWebServer.start(world.net(), machine.host(), machine.disk());
    }

    private void watch(SimSocket to, Parcel parcel) {
        if (to.host() == leech.host()
                && parcel instanceof Parcel.Frame frame
                && frame.message() instanceof PeerMessage.Piece piece
                && !track.isRight(track.layout().pieceOffset(piece.piece()) + piece.begin(), piece.data())) {
            lied.add(to.otherEnd().host().address());
        }
    }

    /** Runs it and compares. */
    void check() {
        prepareFiles();
        peers.forEach(SimPeer::start);
        long missing = SIZE - begin();
        if (cell.course() != Cell.Course.RUN && missing > 0) {
            world.runUntil(() -> received() >= missing / 2, LIMIT_SECONDS);
            checkBans();
            interrupt();
            world.clock().pass(2 * SimClock.SECOND);
            lied.clear();
            begin();
        }
        boolean done = world.runUntil(leech::isComplete, LIMIT_SECONDS);
        assertTrue(
                done,
                () -> "not complete but " + leech.swarm().heldBytes() + " of " + SIZE + " "
                        + leech.swarm().totals() + " disk exact " + leech.disk().isExact());
        assertTrue(leech.disk().isExact(), "every byte is right");
        assertEquals(SIZE, leech.swarm().heldBytes(), "every piece passed");
        checkBans();
        checkBytes(heldAtStart);
        leech.stop();
        world.clock().pass(2 * SimClock.SECOND);
        assertEquals(0, leech.disk().lent(), "what was lent came back");
        HeldBlocks found = leech.disk().held();
        assertEquals(track.layout().pieceCount(), found.pieces().cardinality(), "a later start finds everything");
    }

    private long begin() {
        HeldBlocks held = leech.disk().held();
        assertEquals(rightPieces(), held.pieces(), "exactly the pieces that are right count as held");
        heldAtStart = bytes(held);
        leech.start();
        if (!peers.isEmpty()) {
            leech.call(peers);
        }
        for (SimWebServer server : servers) {
            SimWebSeed seedSource = new SimWebSeed(world.net(), leech.host(), server, track);
            leech.addSource(seedSource);
        }
        return heldAtStart;
    }

    private BitSet rightPieces() {
        BitSet pieces = new BitSet();
        TrackLayout layout = track.layout();
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            pieces.set(piece, leech.disk().isRight(piece));
        }
        return pieces;
    }

    private long bytes(HeldBlocks held) {
        TrackLayout layout = track.layout();
        long whole = held.pieces().stream().mapToLong(layout::pieceLength).sum();
        long blocks = held.partial().entrySet().stream()
                .mapToLong(entry -> entry.getValue().stream()
                        .mapToLong(index -> Math.min(
                                TrackLayout.BLOCK, layout.pieceLength(entry.getKey()) - index * TrackLayout.BLOCK))
                        .sum())
                .sum();
        return whole + blocks;
    }

    private void prepareFiles() {
        SimDisk disk = leech.disk();
        int pieces = track.layout().pieceCount();
        switch (cell.files()) {
            case EMPTY -> {}
            case PARTIAL -> disk.fill(0, pieces / 2);
            case FULL -> disk.fill();
            case DAMAGED -> {
                disk.fill();
                disk.rot(3);
                disk.rot(70);
                disk.touch();
            }
        }
    }

    private void interrupt() {
        switch (cell.course()) {
            case RUN -> {}
            case STOP_AND_RESUME -> leech.stop();
            case KILL_AND_RESUME -> leech.kill();
            case POWER_CUT -> {
                leech.kill();
                leech.disk().cutPower(world.random());
            }
        }
    }

    private long received() {
        Totals totals = leech.swarm().totals();
        return totals.fromPeers() + totals.fromSources() - totals.redundant();
    }

    private void checkBans() {
        Set<String> banned = leech.swarm().bannedIdentities();
        assertTrue(liars.containsAll(banned), () -> "only liars are banned: " + banned + " of " + liars);
        boolean byLeaf = track.facts().root().isPresent();
        if (byLeaf && leech.swarm().totals().redundant() == 0 && leech.isComplete()) {
            assertEquals(lied, banned, "whoever sent a wrong block is banned, nobody else");
        }
        if (cell.liars() == Cell.Liars.NONE) {
            assertEquals(0, leech.swarm().totals().hashFailures());
            assertFalse(leech.swarm().totals().bans() > 0);
        }
    }

    private void checkBytes(long heldBytes) {
        Totals totals = leech.swarm().totals();
        long ends = 1L + liars.size();
        assertTrue(
                totals.redundant() <= SIZE / 50 + ends * COPIES_PER_SOURCE * (SOURCES + 1) * TrackLayout.BLOCK,
                () -> "redundant " + totals.redundant() + " of " + SIZE);
        if (cell.liars() == Cell.Liars.NONE) {
            assertEquals(SIZE - heldBytes, received(), "exactly what was missing is fetched");
        }
    }

    @Override
    public String toString() {
        return cell + " seed " + seed;
    }
}
