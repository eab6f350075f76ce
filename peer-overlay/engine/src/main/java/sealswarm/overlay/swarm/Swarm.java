package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.Bitfield;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/**
 * One track among its peers: takes messages, ticks and completions, decides, and acts through ports. It never blocks and belongs to
 * one event loop. The deciding is done by its parts, each of which has one duty; here they are joined.
 */
public final class Swarm {
    /** How often {@link #tick} is to be called. */
    public static final long TICK_MILLIS = 100;

    /** Connections from one address, or one /64 of IPv6, loopback excepted; as a seed {@link #MAX_PER_ADDRESS_SEED}. */
    public static final int MAX_PER_ADDRESS = 3;

    /** As {@link #MAX_PER_ADDRESS} while we have everything. */
    public static final int MAX_PER_ADDRESS_SEED = 50;

    /** What we say when there is nothing to say. */
    public static final long KEEP_ALIVE_MILLIS = 90_000;

    /** The time between two records of what is held. */
    public static final long FLUSH_MILLIS = 30_000;

    /** Pieces after which a record is written earlier. */
    public static final int FLUSH_PIECES = 64;

    private final TrackLayout layout;
    private final Ports ports;
    private final PiecePicker picker;
    private final LeafBook leafBook;
    private final BlockIntake intake;
    private final Connections connections;
    private final DownloadGate gate;
    private final Requester requester;
    private final BlockArrivals arrivals;
    private final RangeFeed ranges;
    private final Readers readers;
    private final Uploader uploader;
    private final HashService hashes;
    private final PeerCare care;
    private final HolePunching holePunching;
    private final PeerEvents events;
    private final HeldRecord record;
    private final Rules rules;
    private final Counters counters = new Counters();
    private final List<Runnable> onComplete = new ArrayList<>();
    private final long startedMillis;
    private OptionalInt listenPort = OptionalInt.empty();
    private boolean closed;

    /**
     * What a swarm acts through.
     *
     * @param disk the track's storage
     * @param hasher background hashing
     * @param clock monotonic time
     * @param random chance
     * @param limits what it shares with other swarms
     */
    public record Ports(
            BlockDisk disk, BlockHasher hasher, MonotonicClock clock, RandomGenerator random, TrafficLimits limits) {
        /** Ports of a swarm that shares its limits with no other. */
        public Ports(BlockDisk disk, BlockHasher hasher, MonotonicClock clock, RandomGenerator random) {
            this(disk, hasher, clock, random, new TrafficLimits());
        }
    }

    /**
     * What the owner of a swarm decides.
     *
     * @param fallback how much comes from range sources
     * @param filter who may not connect
     * @param membership who peers are and what they confirm; of this swarm alone
     */
    public record Rules(FallbackPolicy fallback, PeerFilter filter, Membership membership) {
        /** Range sources from the start; anyone may connect and nobody is asked who it is. */
        public static final Rules OPEN = new Rules(FallbackPolicy.ALWAYS, PeerFilter.NONE, Membership.NONE);
    }

    /** A swarm over what is {@code held} already. */
    public Swarm(TrackFacts facts, HeldBlocks held, SwarmSettings settings, Rules rules, Ports ports) {
        long now = ports.clock().millis();
        this.layout = facts.layout();
        this.ports = ports;
        this.rules = rules;
        this.startedMillis = now;
        this.picker = new PiecePicker(layout, held.pieces(), ports.random());
        this.connections = new Connections(settings.maxConnections(), rules.membership()::settle, this::gone);
        this.leafBook =
                new LeafBook(facts, ports.disk(), new PeerLeaves(connections, ports.clock(), this::leavesKnown));
        this.intake =
                new BlockIntake(facts, leafBook, ports.disk(), ports.hasher(), ports.clock(), new IntakeOutcome());
        this.gate = new DownloadGate(layout, picker, intake, ports, settings);
        this.requester = new Requester(layout, picker, gate, leafBook, connections, ports.clock());
        this.arrivals = new BlockArrivals(picker, intake, requester, counters, ports.clock());
        this.ranges = new RangeFeed(layout, picker, gate, leafBook, arrivals, this::allowance, ports.clock());
        this.readers = new Readers(layout, picker, intake, ports.disk(), requester);
        TokenBucket uploads = ports.limits().upload().part(settings.uploadLimit(), now);
        this.uploader =
                new Uploader(layout, picker, ports.disk(), ports.clock(), uploads, counters, rules.membership());
        this.hashes = new HashService(facts, leafBook, ports.clock(), this::lied);
        Choker choker =
                new Choker(settings.uploadSlots(), layout.pieceLengthBytes(), ports.random(), rules.membership());
        this.care = new PeerCare(connections, choker, picker, intake, settings.patience(), now);
        this.holePunching = new HolePunching(connections, ports.clock());
        this.events = new PeerEvents(
                picker,
                connections,
                requester,
                arrivals,
                hashes,
                care,
                rules.membership(),
                holePunching,
                ports.clock());
        this.record = new HeldRecord(picker, intake, ports.disk(), now);
        held.partial().forEach((piece, blocks) -> {
            intake.restore(piece, blocks);
            blocks.stream().forEach(index -> picker.received(new Block(piece, index)));
        });
        updateMaxOpen();
        rules.membership().opened(new MembersDoor());
    }

    private long now() {
        return ports.clock().millis();
    }

    // --- peers -------------------------------------------------------------------------------------------------------

    /** Tells peers where we listen. */
    public void setListenPort(int port) {
        listenPort = OptionalInt.of(port);
    }

    /** Serves peers as the settings say, or nobody for now. */
    public void setSharing(Sharing sharing) {
        care.setSharing(sharing, now());
    }

    /**
     * Lets a peer in whose handshake has been read and answered.
     *
     * @return the peer, or empty if it is not admitted, banned, a copy of one that is here, or one too many
     */
    public Optional<Peer> join(PeerLink link, Handshake handshake, Peer.Protocol protocol) {
        int maxPerAddress = picker.isComplete() ? MAX_PER_ADDRESS_SEED : MAX_PER_ADDRESS;
        if (closed
                || !rules.filter().admits(link.remoteHost())
                || !connections.admits(link, handshake, maxPerAddress)
                || !hasRoom(0)) {
            return Optional.empty();
        }
        connections.makeRoom(now());
        Peer peer = new Peer(link, layout, handshake, protocol, events, now());
        connections.add(peer);
        uploader.joined(peer);
        hashes.joined(peer);
        rules.membership().joined(peer);
        updateMaxOpen();
        greet(peer);
        return Optional.of(peer);
    }

    /** Says who calls a peer that somebody we both know has told to call us. */
    void punchBy(Consumer<PeerAddress> caller) {
        holePunching.callBy(caller);
    }

    /** Asks peers to bring us together with one that we cannot reach. */
    void askForMeeting(PeerAddress address) {
        holePunching.ask(address);
    }

    /** True if a peer could join now, with {@code underWay} others that may. */
    boolean hasRoom(int underWay) {
        return connections.hasRoom(underWay, now());
    }

    private void greet(Peer peer) {
        BitSet have = picker.have();
        if (peer.isFast() && picker.isComplete()) {
            peer.send(PeerMessage.Signal.HAVE_ALL, now());
        } else if (peer.isFast() && have.isEmpty()) {
            peer.send(PeerMessage.Signal.HAVE_NONE, now());
        } else if (!have.isEmpty()) {
            peer.send(new PeerMessage.Pieces(Bitfield.of(have, layout.pieceCount())), now());
        }
        if (peer.handshake().supports(Handshake.EXTENSION_PROTOCOL)) {
            ExtensionHandshake.Interest interest = picker.isComplete()
                    ? ExtensionHandshake.Interest.UPLOADS_ONLY
                    : ExtensionHandshake.Interest.DOWNLOADS;
            ExtensionHandshake told = new ExtensionHandshake(
                    HolePunching.extensions(rules.membership().extensions()),
                    ExtensionHandshake.REQUEST_QUEUE,
                    listenPort,
                    interest);
            peer.send(new PeerMessage.Extended(0, told.encode()), now());
        }
    }

    /**
     * Takes a message of a peer that joined.
     *
     * @throws WireException if the peer broke the protocol; the caller closes the connection and calls {@link #left}
     */
    public void receive(Peer peer, PeerMessage message) throws WireException {
        peer.receive(message, now());
    }

    /** All that had arrived from a peer has been handed over: time to hash and to ask for more. */
    public void inputEnded(Peer peer) {
        arrivals.turnEnded();
        requester.ask(peer);
        uploader.pump(peer);
    }

    /** The peer's socket takes data again. */
    public void writable(Peer peer) {
        uploader.pump(peer);
    }

    /** The connection is closed, by whichever side. Harmless for a peer that has left before. */
    public void left(Peer peer) {
        connections.left(peer);
    }

    /** The filter lets in others now: drops those who may no more. */
    public void filterChanged() {
        connections.all().stream()
                .filter(peer -> !rules.filter().admits(peer.link().remoteHost()))
                .forEach(connections::drop);
    }

    private void gone(Peer peer) {
        peer.asked().forEach(picker::released);
        picker.peerLeft(peer.pieces());
        picker.sourceLeft(peer).forEach(intake::drop);
        uploader.left(peer);
        hashes.left(peer);
        care.left(peer);
        rules.membership().left(peer);
        holePunching.left(peer);
        updateMaxOpen();
        requester.askAll();
    }

    private void ban(Object source) {
        if (source instanceof Peer peer) {
            rules.membership().convicted(peer);
            if (connections.ban(peer)) {
                counters.bans++;
            }
        } else if (source instanceof RangeSource range && ranges.ban(range)) {
            counters.bans++;
            picker.sourceLeft(range).forEach(intake::drop);
        }
    }

    private void lied(Peer peer) {
        counters.hashFailures++;
        ban(peer);
    }

    private void leavesKnown(int piece) {
        intake.leavesKnown(piece);
    }

    private void updateMaxOpen() {
        picker.setMaxOpen(gate.maxOpenPieces(connections.count() + ranges.count()));
    }

    // --- time --------------------------------------------------------------------------------------------------------

    /** To be called every {@link #TICK_MILLIS}. */
    public void tick() {
        if (closed) {
            return;
        }
        if (care.tick(now())) {
            intake.tick();
            hashes.tick();
            rules.membership().second();
            uploader.second();
            record.tick(now());
        }
        connections.setInputPaused(gate.isFlooded());
        requester.askAll();
        ranges.endUseless();
        ranges.pump();
        connections.all().forEach(uploader::pump);
    }

    // --- range sources, readers --------------------------------------------------------------------------------------

    /** Adds a web seed or the like. */
    public void addSource(RangeSource source) {
        ranges.add(source);
        updateMaxOpen();
        ranges.pump();
    }

    private FallbackPolicy.Allowance allowance() {
        return rules.fallback()
                .allow(new FallbackPolicy.SwarmView(
                        now(),
                        startedMillis,
                        connections.count(),
                        connections.downRate(Requester.RATE_SECONDS),
                        readers.waitingCount(),
                        picker.missingCount(),
                        picker.unavailableCount()));
    }

    /** Says where leaves can be fetched by range. */
    public void setLeafSource(LeafSource source) {
        leafBook.setMirror(source);
    }

    /**
     * Reads verified bytes in order.
     *
     * @param from first byte
     * @param end byte after the last
     * @param bytesPerSecond the media's rate, from which follows how far ahead blocks are urgent
     */
    public SwarmReader read(long from, long end, long bytesPerSecond) {
        SwarmReader reader = readers.open(from, end, bytesPerSecond);
        ranges.pump();
        return reader;
    }

    // --- state -------------------------------------------------------------------------------------------------------

    /** True if every piece is here and checked. */
    public boolean isComplete() {
        return picker.isComplete();
    }

    /** Runs {@code action} once when the track is complete; at once if it is. */
    public void whenComplete(Runnable action) {
        if (picker.isComplete()) {
            action.run();
        } else {
            onComplete.add(action);
        }
    }

    /** What has been done so far. */
    public Totals totals() {
        return counters.totals();
    }

    /** Bytes of complete pieces. */
    public long heldBytes() {
        return picker.have().stream().mapToLong(layout::pieceLength).sum();
    }

    /** Peers that are never let in again, by address or /64; on loopback, where all share one, by peer id. A copy. */
    public Set<String> bannedIdentities() {
        return connections.banned();
    }

    /** Connected peers. */
    public int peerCount() {
        return connections.count();
    }

    /** True while the disk refuses writes; the download waits and goes on by itself. */
    public boolean isDiskFailing() {
        return intake.isDiskFailing();
    }

    /** How the track divides. */
    public TrackLayout layout() {
        return layout;
    }

    /**
     * Closes all connections and sources, checks and writes what has come and records what is held.
     *
     * @param done called once the record has been handed to the disk
     */
    public void close(Runnable done) {
        if (closed) {
            done.run();
            return;
        }
        closed = true;
        gate.close();
        readers.closeAll();
        ranges.close();
        connections.all().forEach(connections::drop);
        intake.close(() -> {
            record.write(now());
            done.run();
        });
    }

    /** What follows from who peers are. */
    private final class MembersDoor implements Membership.Door {
        @Override
        public void drop(Peer peer) {
            connections.drop(peer);
        }

        @Override
        public void reconsider(Peer peer) {
            care.reconsider(peer, rules.membership(), now());
            uploader.pump(peer);
        }
    }

    /** What follows from checked blocks. */
    private final class IntakeOutcome implements BlockIntake.Outcome {
        @Override
        public void blockVerified(Object source, Block block) {
            if (source instanceof Peer peer) {
                rules.membership().verified(peer, layout.blockLength(block));
            }
            readers.wake();
        }

        @Override
        public void wrongBlock(Object source, Block block) {
            counters.hashFailures++;
            picker.failed(block);
            ban(source);
            requester.askAll();
        }

        @Override
        public void convicted(Object source) {
            ban(source);
        }

        @Override
        public void pieceFailed(int piece) {
            counters.hashFailures++;
            picker.pieceFailed(piece);
        }

        @Override
        public void pieceWritten(int piece) {
            picker.completed(piece);
            record.pieceWritten();
            if (picker.isComplete()) {
                // Before the last HAVE: a seed closes upon it and hears no more.
                connections.all().forEach(rules.membership()::settle);
            }
            connections.all().forEach(peer -> announce(peer, piece));
            readers.wake();
            if (picker.isComplete()) {
                completed();
            } else {
                requester.askAll();
                ranges.pump();
            }
        }
    }

    private void announce(Peer peer, int piece) {
        if (!peer.pieces().get(piece)) {
            peer.send(new PeerMessage.Have(piece), now());
        } else if (peer.isWanted() && !picker.isInteresting(peer.pieces())) {
            peer.setWanted(false, now());
        }
    }

    private void completed() {
        ranges.endUseless();
        record.write(now());
        connections.all().stream().filter(Peer::isSeed).forEach(connections::drop);
        List.copyOf(onComplete).forEach(Runnable::run);
        onComplete.clear();
    }
}
