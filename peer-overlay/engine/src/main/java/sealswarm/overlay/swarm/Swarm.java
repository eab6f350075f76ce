package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.peer.PeerLink;
import sealswarm.overlay.peer.PeerListener;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.picker.Wanter;
import sealswarm.overlay.wire.Bitfield;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

/**
 * One track among its peers: takes messages, ticks and completions, decides, and acts through ports. It never blocks and belongs to
 * one event loop.
 */
public final class Swarm implements PeerListener {
    /** How often {@link #tick} is to be called. */
    public static final long TICK_MILLIS = 100;

    /** Connections from one address, loopback excepted; as a seed {@link #MAX_PER_ADDRESS_SEED}. */
    public static final int MAX_PER_ADDRESS = 3;

    /** As {@link #MAX_PER_ADDRESS} while we have everything. */
    public static final int MAX_PER_ADDRESS_SEED = 50;

    /** A peer that says nothing for this long is dropped. */
    public static final long SILENCE_MILLIS = 120_000;

    /** A peer that neither wants nor has anything for this long is dropped. */
    public static final long USELESS_MILLIS = 600_000;

    /** A peer that owes blocks and sends none for this long is asked for one at a time. */
    public static final long SNUB_MILLIS = 20_000;

    /** What we say when there is nothing to say. */
    public static final long KEEP_ALIVE_MILLIS = 90_000;

    /** The time between two records of what is held. */
    public static final long FLUSH_MILLIS = 30_000;

    /** Pieces after which a record is written earlier. */
    public static final int FLUSH_PIECES = 64;

    /** A piece that takes a peer less than this is taken as a whole. */
    private static final int WHOLE_PIECE_SECONDS = 20;

    private static final long SECOND_MILLIS = 1_000;
    private static final int RATE_SECONDS = 5;

    private final TrackLayout layout;
    private final SwarmSettings settings;
    private final Ports ports;
    private final PiecePicker picker;
    private final LeafBook leafBook;
    private final BlockIntake intake;
    private final Uploader uploader;
    private final HashService hashes;
    private final Choker choker;
    private final RangeDownloads ranges;
    private final FallbackPolicy policy;
    private final TokenBucket downloads;
    private final Counters counters = new Counters();
    private final List<Peer> peers = new ArrayList<>();
    private final Set<String> banned = new HashSet<>();
    private final Map<HashRequest, Peer> hashesAsked = new HashMap<>();
    private final List<SwarmReader> readers = new ArrayList<>();
    private final List<Runnable> onComplete = new ArrayList<>();
    private final long startedMillis;
    private OptionalInt listenPort = OptionalInt.empty();
    private boolean inputPaused;
    private boolean closed;
    private int piecesSinceFlush;
    private long lastSecondMillis;
    private long lastRoundMillis;
    private long lastFlushMillis;

    /**
     * What a swarm acts through.
     *
     * @param disk the track's storage
     * @param hasher background hashing
     * @param clock monotonic time
     * @param random chance
     */
    public record Ports(BlockDisk disk, BlockHasher hasher, MonotonicClock clock, RandomGenerator random) {}

    /** A swarm over what is {@code held} already. */
    public Swarm(TrackFacts facts, HeldBlocks held, SwarmSettings settings, FallbackPolicy policy, Ports ports) {
        this.layout = facts.layout();
        this.settings = settings;
        this.policy = policy;
        this.ports = ports;
        long now = ports.clock().millis();
        this.startedMillis = now;
        this.lastSecondMillis = now;
        this.lastRoundMillis = now;
        this.lastFlushMillis = now;
        this.picker = new PiecePicker(layout, held.pieces(), ports.random());
        this.leafBook = new LeafBook(facts, ports.disk(), new LeafAsker());
        this.intake =
                new BlockIntake(facts, leafBook, ports.disk(), ports.hasher(), ports.clock(), new IntakeOutcome());
        TokenBucket uploads = new TokenBucket(settings.uploadLimit(), now);
        this.uploader = new Uploader(layout, picker, ports.disk(), ports.clock(), uploads, counters);
        this.downloads = new TokenBucket(settings.downloadLimit(), now);
        this.hashes = new HashService(facts, leafBook, ports.clock());
        this.choker = new Choker(settings.uploadSlots(), layout.pieceLengthBytes(), ports.random());
        this.ranges = new RangeDownloads(layout, picker, new RangeDelivery());
        held.partial().forEach((piece, blocks) -> {
            intake.restore(piece, blocks);
            blocks.stream().forEach(index -> picker.received(new Block(piece, index)));
        });
        updateMaxOpen();
    }

    // --- peers -------------------------------------------------------------------------------------------------------

    /** Tells peers where we listen. */
    public void setListenPort(int port) {
        listenPort = OptionalInt.of(port);
    }

    /**
     * Lets a peer in whose handshake has been read and answered.
     *
     * @return the peer, or empty if it is banned, a copy of one that is here, or one too many
     */
    public Optional<Peer> join(PeerLink link, Handshake handshake, Peer.Protocol protocol) {
        if (closed || !isWelcome(link, handshake)) {
            return Optional.empty();
        }
        long now = ports.clock().millis();
        Peer peer = new Peer(link, layout, handshake, protocol, this, now);
        peers.add(peer);
        uploader.joined(peer);
        hashes.joined(peer);
        updateMaxOpen();
        if (inputPaused) {
            link.pauseInput();
        }
        tellPieces(peer, now);
        if (handshake.supports(Handshake.EXTENSION_PROTOCOL)) {
            ExtensionHandshake.Interest interest = picker.isComplete()
                    ? ExtensionHandshake.Interest.UPLOADS_ONLY
                    : ExtensionHandshake.Interest.DOWNLOADS;
            ExtensionHandshake told =
                    new ExtensionHandshake(Map.of(), ExtensionHandshake.REQUEST_QUEUE, listenPort, interest);
            peer.send(new PeerMessage.Extended(0, told.encode()), now);
        }
        return Optional.of(peer);
    }

    private boolean isWelcome(PeerLink link, Handshake handshake) {
        if (banned.contains(identity(link, handshake)) || peers.size() >= settings.maxConnections()) {
            return false;
        }
        if (peers.stream().anyMatch(peer -> peer.handshake().peerId().equals(handshake.peerId()))) {
            return false;
        }
        long sameAddress = peers.stream()
                .filter(peer -> peer.link().remoteHost().equals(link.remoteHost()))
                .count();
        return link.isLoopback() || sameAddress < (picker.isComplete() ? MAX_PER_ADDRESS_SEED : MAX_PER_ADDRESS);
    }

    /** Strangers are known by their address; on loopback, where all share one, by their peer id. */
    private static String identity(PeerLink link, Handshake handshake) {
        return link.isLoopback() ? handshake.peerId().toString() : link.remoteHost();
    }

    private void tellPieces(Peer peer, long now) {
        BitSet have = picker.have();
        if (peer.isFast() && picker.isComplete()) {
            peer.send(PeerMessage.Signal.HAVE_ALL, now);
        } else if (peer.isFast() && have.isEmpty()) {
            peer.send(PeerMessage.Signal.HAVE_NONE, now);
        } else if (!have.isEmpty()) {
            peer.send(new PeerMessage.Pieces(Bitfield.of(have, layout.pieceCount())), now);
        }
    }

    /**
     * Takes a message of a peer that joined.
     *
     * @throws WireException if the peer broke the protocol; the caller closes the connection and calls {@link #left}
     */
    public void receive(Peer peer, PeerMessage message) throws WireException {
        peer.receive(message, ports.clock().millis());
    }

    /** All that had arrived from a peer has been handed over: time to hash and to ask for more. */
    public void inputEnded(Peer peer) {
        intake.hashBatch();
        request(peer);
        uploader.pump(peer);
    }

    /** The peer's socket takes data again. */
    public void writable(Peer peer) {
        uploader.pump(peer);
    }

    /** The connection is closed, by whichever side. Harmless for a peer that has left before. */
    public void left(Peer peer) {
        if (!peers.remove(peer)) {
            return;
        }
        peer.asked().forEach(picker::released);
        picker.peerLeft(peer.pieces());
        picker.sourceLeft(peer).forEach(intake::drop);
        peer.openHashRequests().forEach(range -> {
            hashesAsked.remove(range);
            leafBook.refused(range);
        });
        uploader.left(peer);
        hashes.left(peer);
        choker.left(peer);
        updateMaxOpen();
        requestAll();
    }

    private void drop(Peer peer) {
        peer.link().close();
        left(peer);
    }

    private void ban(Object source) {
        if (source instanceof Peer peer) {
            if (banned.add(identity(peer.link(), peer.handshake()))) {
                counters.bans++;
            }
            drop(peer);
        } else if (source instanceof RangeSource range) {
            counters.bans++;
            ranges.ban(range);
        }
    }

    @Override
    public void piecesKnown(Peer peer, BitSet pieces) {
        picker.peerJoined(pieces);
        if (picker.isComplete() && peer.isSeed()) {
            drop(peer);
            return;
        }
        peer.setWanted(picker.isInteresting(peer.pieces()), ports.clock().millis());
    }

    @Override
    public void pieceGained(Peer peer, int piece) {
        picker.peerHas(piece);
        if (picker.isComplete() && peer.isSeed()) {
            drop(peer);
        } else if (!peer.isWanted() && !picker.has(piece)) {
            peer.setWanted(true, ports.clock().millis());
        }
    }

    @Override
    public void unchoked(Peer peer) {
        request(peer);
    }

    @Override
    public void requestsLost(Peer peer, List<Block> blocks) {
        blocks.forEach(picker::released);
    }

    @Override
    public void interestChanged(Peer peer) {
        if (peer.isInterested()) {
            choker.welcome(peer, peers, ports.clock().millis());
        }
    }

    @Override
    public void blockArrived(Peer peer, Block block, BlockData data) {
        counters.fromPeers += data.length();
        arrived(peer, block, data);
    }

    @Override
    public void blockWasted(Peer peer, int lengthBytes) {
        counters.fromPeers += lengthBytes;
        counters.redundant += lengthBytes;
    }

    private void arrived(Object source, Block block, BlockData data) {
        picker.delivered(block);
        if (!picker.received(block)) {
            counters.redundant += data.length();
            return;
        }
        if (picker.copies(block) > 0) {
            cancelCopies(block);
        }
        intake.accept(source, block, data);
    }

    private void cancelCopies(Block block) {
        long now = ports.clock().millis();
        for (Peer other : peers) {
            if (other.hasAsked(block)) {
                other.cancel(block, now);
                picker.released(block);
            }
        }
    }

    @Override
    public void hashesWanted(Peer peer, HashRequest range) {
        hashes.wanted(peer, range);
    }

    @Override
    public void hashesArrived(Peer peer, HashRequest range, MerkleLayer answer) {
        hashesAsked.remove(range);
        if (!leafBook.answered(range, answer)) {
            counters.hashFailures++;
            ban(peer);
        }
    }

    @Override
    public void hashesRefused(Peer peer, HashRequest range) {
        hashesAsked.remove(range);
        leafBook.refused(range);
    }

    // --- asking ------------------------------------------------------------------------------------------------------

    private boolean mayAsk() {
        return !closed
                && !picker.isComplete()
                && !intake.isDiskFailing()
                && intake.heldBytes() < settings.maxHeldBytes()
                && ports.disk().hasRoom()
                && downloads.isOpen(ports.clock().millis());
    }

    private void request(Peer peer) {
        int free = (int) Math.min(peer.freeRequests(), affordableBlocks());
        if (free <= 0 || !peer.isWanted() || !mayAsk() || !peers.contains(peer)) {
            return;
        }
        long now = ports.clock().millis();
        Wanter wanter = new Wanter(peer, peer.pieces(), peer::hasAsked, pace(peer));
        int lastPiece = -1;
        for (Block block : picker.pick(wanter, free)) {
            if (block.piece() != lastPiece) {
                lastPiece = block.piece();
                leafBook.want(lastPiece);
            }
            downloads.spend(layout.blockLength(block));
            peer.ask(block, now);
        }
    }

    /** Blocks that the download limit lets us ask for now, at least one while it is open. */
    private long affordableBlocks() {
        long available = downloads.available(ports.clock().millis());
        return available <= 0 ? 0 : Math.max(1, available / TrackLayout.BLOCK);
    }

    private Wanter.Pace pace(Peer peer) {
        long perPiece = peer.down().rate(RATE_SECONDS) * WHOLE_PIECE_SECONDS;
        return perPiece >= layout.pieceLengthBytes() || peers.size() == 1
                ? Wanter.Pace.WHOLE_PIECES
                : Wanter.Pace.SHARED;
    }

    private void requestAll() {
        if (mayAsk()) {
            List.copyOf(peers).forEach(this::request);
        }
    }

    private void updateMaxOpen() {
        int sources = peers.size() + ranges.count();
        long byMemory = settings.maxHeldBytes() / 2 / layout.pieceLengthBytes();
        picker.setMaxOpen((int) Math.min(Integer.MAX_VALUE, Math.max(2L * sources, byMemory)));
    }

    private void pumpRanges() {
        if (ranges.isEmpty() || !mayAsk()) {
            return;
        }
        long rate =
                peers.stream().mapToLong(peer -> peer.down().rate(RATE_SECONDS)).sum();
        FallbackPolicy.Allowance allowance = policy.allow(new FallbackPolicy.SwarmView(
                ports.clock().millis(),
                startedMillis,
                peers.size(),
                rate,
                (int) readers.stream().filter(SwarmReader::isWaiting).count(),
                picker.missingCount(),
                picker.unavailableCount()));
        ranges.pump(allowance, () -> (int) Math.min(Integer.MAX_VALUE, affordableBlocks()));
    }

    // --- time --------------------------------------------------------------------------------------------------------

    /** To be called every {@link #TICK_MILLIS}. */
    public void tick() {
        if (closed) {
            return;
        }
        long now = ports.clock().millis();
        if (now - lastSecondMillis >= SECOND_MILLIS) {
            lastSecondMillis = now;
            second(now);
        }
        if (now - lastRoundMillis >= Choker.ROUND_MILLIS) {
            lastRoundMillis = now;
            choker.rechoke(peers, picker.isComplete() ? Choker.Role.SEED : Choker.Role.LEECH, now);
        }
        regulateInput();
        requestAll();
        pumpRanges();
        List.copyOf(peers).forEach(uploader::pump);
    }

    private void second(long now) {
        intake.tick();
        hashes.tick();
        for (Peer peer : List.copyOf(peers)) {
            peer.tick(now);
            if (now - peer.lastHeardMillis() >= SILENCE_MILLIS || now - peer.lastUsefulMillis() >= USELESS_MILLIS) {
                drop(peer);
            } else {
                attend(peer, now);
            }
        }
        if (now - lastFlushMillis >= FLUSH_MILLIS || piecesSinceFlush >= FLUSH_PIECES) {
            flush(now);
        }
    }

    private void attend(Peer peer, long now) {
        if (peer.isStalled(SNUB_MILLIS, now)) {
            peer.snub();
            peer.asked().forEach(picker::released);
            picker.sourceLeft(peer).forEach(intake::drop);
        }
        if (now - peer.lastSentMillis() >= KEEP_ALIVE_MILLIS) {
            peer.send(PeerMessage.Signal.KEEP_ALIVE, now);
        }
    }

    private void flush(long now) {
        lastFlushMillis = now;
        if (piecesSinceFlush > 0 || !picker.isComplete()) {
            piecesSinceFlush = 0;
            ports.disk().flush(held());
        }
    }

    private void regulateInput() {
        boolean full = !ports.disk().hasRoom() || intake.heldBytes() >= 2 * settings.maxHeldBytes();
        if (full != inputPaused) {
            inputPaused = full;
            for (Peer peer : peers) {
                if (full) {
                    peer.link().pauseInput();
                } else {
                    peer.link().resumeInput();
                }
            }
        }
    }

    // --- range sources, readers --------------------------------------------------------------------------------------

    /** Adds a web seed or the like. */
    public void addSource(RangeSource source) {
        ranges.add(source);
        updateMaxOpen();
        pumpRanges();
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
        if (from < 0 || end < from || from >= layout.lengthBytes()) {
            throw new IllegalArgumentException("range " + from + ".." + end + " of " + layout.lengthBytes());
        }
        SwarmReader reader = new SwarmReader(this, layout, from, end, bytesPerSecond);
        readers.add(reader);
        readerMoved();
        requestAll();
        pumpRanges();
        return reader;
    }

    void readerMoved() {
        picker.setWindows(readers.stream().map(SwarmReader::window).toList());
    }

    void readerClosed(SwarmReader reader) {
        readers.remove(reader);
        readerMoved();
        cancelFarAway();
    }

    /** After a seek: what no reader needs soon makes room, but only where taking it back is cheap. */
    private void cancelFarAway() {
        if (readers.isEmpty()) {
            return;
        }
        long now = ports.clock().millis();
        for (Peer peer : peers) {
            if (peer.isFast()) {
                peer.asked().stream()
                        .filter(block -> !picker.isNear(block.piece()))
                        .forEach(block -> {
                            peer.cancel(block, now);
                            picker.released(block);
                        });
            }
        }
        requestAll();
    }

    /** Hands over verified bytes from {@code from} if they are there; true if they are or a disk read for them has begun. */
    boolean readVerified(long from, long end, SwarmReader.Sink sink) {
        Block block = layout.blockAt(from);
        boolean whole = picker.has(block.piece());
        if (!whole) {
            BlockData held = intake.verifiedInMemory(block);
            if (held != null) {
                sink.chunk(from, held);
                return true;
            }
            if (!intake.isOnDisk(block)) {
                return false;
            }
        }
        long pieceEnd = layout.pieceOffset(block.piece()) + layout.pieceLength(block.piece());
        long wanted = whole ? Math.min(Uploader.MAX_READ_BYTES, roundUp(end) - from) : layout.blockLength(block);
        int length = (int) Math.min(wanted, pieceEnd - from);
        ports.disk().read(from, length, read -> {
            if (read.isPresent()) {
                sink.chunk(from, read.get());
            } else {
                sink.failed("cannot read " + length + " bytes at " + from + " of the stored track");
            }
        });
        return true;
    }

    private static long roundUp(long offset) {
        return (offset + TrackLayout.BLOCK - 1) / TrackLayout.BLOCK * TrackLayout.BLOCK;
    }

    private void wakeReaders() {
        List.copyOf(readers).forEach(SwarmReader::proceed);
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

    /** Connected peers. */
    public int peerCount() {
        return peers.size();
    }

    /** True while the disk refuses writes; the download waits and goes on by itself. */
    public boolean isDiskFailing() {
        return intake.isDiskFailing();
    }

    /** How the track divides. */
    public TrackLayout layout() {
        return layout;
    }

    private HeldBlocks held() {
        return new HeldBlocks(picker.have(), intake.partial());
    }

    /**
     * Closes all connections and sources, writes what is checked and records what is held.
     *
     * @param done called once the record has been handed to the disk
     */
    public void close(Runnable done) {
        if (closed) {
            done.run();
            return;
        }
        closed = true;
        List.copyOf(readers).forEach(SwarmReader::close);
        ranges.close();
        List.copyOf(peers).forEach(this::drop);
        intake.writeAllVerified();
        intake.whenIdle(() -> {
            ports.disk().flush(held());
            done.run();
        });
    }

    /** What follows from checked blocks. */
    private final class IntakeOutcome implements BlockIntake.Outcome {
        @Override
        public void blockVerified(Block block) {
            wakeReaders();
        }

        @Override
        public void wrongBlock(Object source, Block block) {
            counters.hashFailures++;
            picker.failed(block);
            ban(source);
            requestAll();
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
            piecesSinceFlush++;
            long now = ports.clock().millis();
            for (Peer peer : List.copyOf(peers)) {
                announce(peer, piece, now);
            }
            wakeReaders();
            if (picker.isComplete()) {
                completed(now);
            } else {
                requestAll();
                pumpRanges();
            }
        }
    }

    private void announce(Peer peer, int piece, long now) {
        if (!peer.pieces().get(piece)) {
            peer.send(new PeerMessage.Have(piece), now);
        } else if (peer.isWanted() && !picker.isInteresting(peer.pieces())) {
            peer.setWanted(false, now);
        }
    }

    private void completed(long now) {
        flush(now);
        List.copyOf(peers).stream().filter(Peer::isSeed).forEach(this::drop);
        List.copyOf(onComplete).forEach(Runnable::run);
        onComplete.clear();
    }

    /** What range sources deliver. */
    private final class RangeDelivery implements RangeDownloads.Delivery {
        @Override
        public void asked(RangeSource source, List<Block> blocks) {
            blocks.stream().map(Block::piece).distinct().forEach(leafBook::want);
            blocks.forEach(block -> downloads.spend(layout.blockLength(block)));
        }

        @Override
        public void arrived(RangeSource source, Block block, BlockData data) {
            counters.fromSources += data.length();
            Swarm.this.arrived(source, block, data);
        }

        @Override
        public void ended() {
            if (!closed) {
                intake.hashBatch();
                pumpRanges();
            }
        }
    }

    /** Finds a peer for leaves. */
    private final class LeafAsker implements LeafBook.Asker {
        @Override
        public boolean ask(int piece, HashRequest range) {
            long now = ports.clock().millis();
            for (Peer peer : peers) {
                if (peer.pieces().get(piece) && peer.askHashes(range, now)) {
                    hashesAsked.put(range, peer);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void known(int piece) {
            intake.leavesKnown(piece);
        }
    }
}
