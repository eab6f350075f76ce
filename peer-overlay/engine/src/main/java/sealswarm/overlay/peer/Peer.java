package sealswarm.overlay.peer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sealswarm.overlay.ext.ExtensionHandshake;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;
import sealswarm.overlay.wire.WireException;
import sealswarm.overlay.wire.WireException.Fault;

/**
 * A connected peer: what both sides have said, what was asked and is owed. Messages are checked against the protocol's rules here;
 * a breach is an exception, upon which the owner closes the connection.
 */
public final class Peer {
    /** Requests kept queued for the peer; further ones are rejected. */
    public static final int MAX_UPLOAD_QUEUE = 500;

    /** Requests beyond the queue after which the peer is dropped. */
    public static final int MAX_EXCESS_REQUESTS = 2_000;

    /** Cancelled requests remembered, whose answers may still be on their way. */
    public static final int MAX_CANCELLED = 1_000;

    /** Rejects of requests that were never made after which the peer is dropped. */
    public static final int MAX_STRAY_REJECTS = 50;

    /** Suggestions after which the peer is dropped. */
    public static final int MAX_SUGGESTIONS = 50;

    /** Keep-alives in a row after which the peer is dropped. */
    public static final int MAX_KEEP_ALIVES = 100;

    /** Messages within a second that neither bring nor ask for data, after which the peer is dropped. */
    public static final int MAX_IDLE_PER_SECOND = 1_000;

    /** Hash requests of ours that may be open. */
    public static final int MAX_OPEN_HASH_REQUESTS = 4;

    private static final int WINDOW_RATE_SECONDS = 3;

    private final PeerLink link;
    private final TrackLayout layout;
    private final Handshake handshake;
    private final Protocol protocol;
    private final PeerListener listener;

    private final RemotePieces pieces = new RemotePieces();
    private final UploadQueue uploads = new UploadQueue();
    private final OpenRequests requests;
    private final Set<HashRequest> hashRequests = new HashSet<>();
    private final RateMeter down = new RateMeter();
    private final RateMeter up = new RateMeter();
    private int remoteQueue = ExtensionHandshake.DEFAULT_REQUEST_QUEUE;
    private Optional<ExtensionHandshake> extensions = Optional.empty();
    private boolean choking = true;
    private boolean choked = true;
    private boolean interested;
    private boolean wanted;
    private int suggestions;
    private int keepAlives;
    private int idleThisSecond;
    private final long joinedMillis;
    private long lastHeardMillis;
    private long lastSentMillis;
    private long lastUsefulMillis;

    /** Which generation of the protocol the connection's id stands for. */
    public enum Protocol {
        /** Opened under a v1 info-hash. */
        V1,
        /** Opened under, or upgraded to, the truncated v2 info-hash: hash messages may be used. */
        V2
    }

    /** A peer whose handshake has just been read. */
    public Peer(
            PeerLink link,
            TrackLayout layout,
            Handshake handshake,
            Protocol protocol,
            PeerListener listener,
            long nowMillis) {
        this.link = link;
        this.layout = layout;
        this.handshake = handshake;
        this.protocol = protocol;
        this.listener = listener;
        this.joinedMillis = nowMillis;
        this.lastHeardMillis = nowMillis;
        this.lastSentMillis = nowMillis;
        this.requests = new OpenRequests(nowMillis);
        this.lastUsefulMillis = nowMillis;
    }

    /**
     * Takes one message.
     *
     * @throws WireException if it breaks the protocol
     */
    public void receive(PeerMessage message, long nowMillis) throws WireException {
        lastHeardMillis = nowMillis;
        if (message == Signal.KEEP_ALIVE) {
            if (++keepAlives > MAX_KEEP_ALIVES) {
                throw breach("keep-alive storm");
            }
            return;
        }
        keepAlives = 0;
        if (isIdle(message) && ++idleThisSecond > MAX_IDLE_PER_SECOND) {
            throw breach("idle talk");
        }
        switch (message.kind()) {
            case KEEP_ALIVE, PORT, UNKNOWN -> {}
            case CHOKE -> peerChokes();
            case UNCHOKE -> peerUnchokes();
            case INTERESTED -> setInterested(true);
            case NOT_INTERESTED -> setInterested(false);
            case HAVE -> peerHas(((PeerMessage.Have) message).piece());
            case BITFIELD -> peerTells(((PeerMessage.Pieces) message).bitfield().pieces());
            case HAVE_ALL -> {
                requireFast(message);
                BitSet all = new BitSet();
                all.set(0, layout.pieceCount());
                peerTells(all);
            }
            case HAVE_NONE -> {
                requireFast(message);
                peerTells(new BitSet());
            }
            case REQUEST -> peerRequests(((PeerMessage.Request) message).range());
            case PIECE -> peerDelivers((PeerMessage.Piece) message, nowMillis);
            case CANCEL -> peerCancels(((PeerMessage.Cancel) message).range());
            case SUGGEST_PIECE -> {
                requireFast(message);
                if (++suggestions > MAX_SUGGESTIONS) {
                    throw breach("suggestion flood");
                }
            }
            case REJECT_REQUEST -> {
                requireFast(message);
                peerRejects(((PeerMessage.RejectRequest) message).range());
            }
            case ALLOWED_FAST -> requireFast(message);
            case EXTENDED -> peerExtends((PeerMessage.Extended) message);
            case HASH_REQUEST -> listener.hashesWanted(this, ((PeerMessage.RequestHashes) message).range());
            case HASHES -> {
                PeerMessage.Hashes hashes = (PeerMessage.Hashes) message;
                requireOpen(hashes.range());
                listener.hashesArrived(this, hashes.range(), hashes.hashes());
            }
            case HASH_REJECT -> {
                HashRequest range = ((PeerMessage.RejectHashes) message).range();
                requireOpen(range);
                listener.hashesRefused(this, range);
            }
        }
        if (message.kind() != PeerMessage.Kind.EXTENDED && message.kind() != PeerMessage.Kind.PORT) {
            pieces.otherSaid();
        }
    }

    /** True for what costs us time and brings no data; each may be right, not so a flood of them. */
    private boolean isIdle(PeerMessage message) {
        return switch (message.kind()) {
            case HAVE -> pieces.view().get(((PeerMessage.Have) message).piece());
            case CHOKE,
                    UNCHOKE,
                    INTERESTED,
                    NOT_INTERESTED,
                    CANCEL,
                    PORT,
                    SUGGEST_PIECE,
                    ALLOWED_FAST,
                    EXTENDED,
                    HASH_REQUEST,
                    UNKNOWN -> true;
            case KEEP_ALIVE, BITFIELD, REQUEST, PIECE, HAVE_ALL, HAVE_NONE, REJECT_REQUEST, HASHES, HASH_REJECT ->
                false;
        };
    }

    private void requireFast(PeerMessage message) throws WireException {
        if (!isFast()) {
            throw breach(message.kind() + " without the fast extension");
        }
    }

    private void requireOpen(HashRequest range) throws WireException {
        if (!hashRequests.remove(range)) {
            throw breach("an answer to a hash request that was not made");
        }
    }

    private void peerChokes() {
        choked = true;
        requests.choked();
        if (!isFast()) {
            listener.requestsLost(this, requests.loseAll());
        }
    }

    private void peerUnchokes() {
        choked = false;
        pieces.forgive();
        listener.unchoked(this);
    }

    private void setInterested(boolean now) {
        if (interested != now) {
            interested = now;
            listener.interestChanged(this);
        }
    }

    private void peerHas(int piece) {
        if (pieces.gain(piece)) {
            listener.pieceGained(this, piece);
        }
    }

    private void peerTells(BitSet told) throws WireException {
        if (pieces.isUntold()) {
            pieces.tell(told);
            listener.piecesKnown(this, (BitSet) told.clone());
        } else {
            pieces.tellAgain(told).stream().forEach(this::peerHas);
        }
    }

    private void peerRequests(BlockRange range) throws WireException {
        // libtorrent pads v2-only torrents to whole blocks and asks for the last one at full length.
        int end = protocol == Protocol.V2 ? layout.paddedPieceLength(range.piece()) : layout.pieceLength(range.piece());
        if (!range.isWithin(end)) {
            throw breach("a request outside its piece: " + range);
        }
        if (choking || !uploads.offer(range)) {
            uploads.refused();
            refuse(range);
        }
    }

    private void peerDelivers(PeerMessage.Piece piece, long nowMillis) throws WireException {
        Block block = layout.exactly(piece.range()).orElseThrow(() -> breach("a block of the wrong size"));
        OpenRequests.Answer answer = requests.arrived(block, nowMillis);
        down.add(piece.data().length());
        switch (answer) {
            case AWAITED -> listener.blockArrived(this, block, piece.data());
            case TAKEN_BACK -> listener.blockCrossed(this, block, piece.data());
        }
    }

    private void peerCancels(BlockRange range) {
        if (uploads.remove(range)) {
            refuse(range);
        }
    }

    private void peerRejects(BlockRange range) throws WireException {
        Optional<Block> block = layout.exactly(range);
        if (block.isEmpty()) {
            requests.strayReject();
        } else if (requests.rejected(block.get())) {
            pieces.declined(block.get().piece());
            listener.requestsLost(this, List.of(block.get()));
        }
    }

    private void peerExtends(PeerMessage.Extended message) throws WireException {
        if (message.extension() == 0) {
            ExtensionHandshake told = ExtensionHandshake.decode(message.payload());
            extensions = Optional.of(told);
            remoteQueue = told.requestQueue();
            listener.introduced(this, told);
        } else {
            listener.extended(this, message.extension(), message.payload());
        }
    }

    private static WireException breach(String what) {
        return new WireException(Fault.BAD_FIELD, what);
    }

    /** Sends any message. */
    public void send(PeerMessage message, long nowMillis) {
        lastSentMillis = nowMillis;
        link.send(message);
    }

    /** Asks for a block. */
    public void ask(Block block, long nowMillis) {
        requests.ask(block, nowMillis);
        send(new PeerMessage.Request(layout.range(block)), nowMillis);
    }

    /** Takes a request back; an answer that crosses it is no breach. */
    public void cancel(Block block, long nowMillis) {
        if (requests.cancel(block)) {
            send(new PeerMessage.Cancel(layout.range(block)), nowMillis);
        }
    }

    /** Asks for nodes of the tree; false if that is not possible on this connection now. */
    public boolean askHashes(HashRequest range, long nowMillis) {
        if (protocol != Protocol.V2 || hashRequests.size() >= MAX_OPEN_HASH_REQUESTS || !hashRequests.add(range)) {
            return false;
        }
        send(new PeerMessage.RequestHashes(range), nowMillis);
        return true;
    }

    /** Starts serving the peer, or stops; what it has queued is then rejected. */
    public void setChoking(boolean now, long nowMillis) {
        if (choking == now) {
            return;
        }
        choking = now;
        send(now ? Signal.CHOKE : Signal.UNCHOKE, nowMillis);
        if (now) {
            uploads.drain().forEach(this::refuse);
        }
    }

    /** Tells the peer whether it has something we miss. */
    public void setWanted(boolean now, long nowMillis) {
        if (wanted != now) {
            wanted = now;
            send(now ? Signal.INTERESTED : Signal.NOT_INTERESTED, nowMillis);
        }
    }

    /** Refuses a request that cannot be served. */
    public void refuse(BlockRange range) {
        if (isFast()) {
            link.send(new PeerMessage.RejectRequest(range));
        }
    }

    /** The oldest queued request, taken out of the queue. */
    public Optional<BlockRange> nextUpload() {
        return uploads.next();
    }

    /** The oldest queued request, left in the queue. */
    public Optional<BlockRange> peekUpload() {
        return uploads.peek();
    }

    /** Sends a block and counts it. */
    public void deliver(BlockRange range, BlockData data, long nowMillis) {
        uploads.delivered();
        up.add(data.length());
        send(new PeerMessage.Piece(range.piece(), range.begin(), data), nowMillis);
    }

    /** A second has passed. */
    public void tick(long nowMillis) {
        idleThisSecond = 0;
        down.tick();
        up.tick();
        requests.tick(down.rate(WINDOW_RATE_SECONDS));
        if (interested || wanted) {
            lastUsefulMillis = nowMillis;
        }
    }

    /** Blocks asked for and not yet answered, oldest first. */
    public List<Block> asked() {
        return requests.list();
    }

    /** Number of blocks asked for and not yet answered. */
    public int askedCount() {
        return requests.count();
    }

    /** True if {@code block} is asked for. */
    public boolean hasAsked(Block block) {
        return requests.contains(block);
    }

    /** Requests that may be added now. */
    public int freeRequests() {
        return choked ? 0 : requests.free(remoteQueue);
    }

    /** True if requests are open and nothing has come for {@code millis}. */
    public boolean isStalled(long millis, long nowMillis) {
        return requests.isStalled(millis, nowMillis);
    }

    /** True if it never sent a block, though it was asked for {@code millis} while it served us, or owes blocks for so long. */
    public boolean isBarren(long millis, long nowMillis) {
        return requests.isBarren(millis, nowMillis);
    }

    /** Marks the peer as one that takes requests and does not answer. */
    public void snub() {
        requests.snub();
    }

    /** True if it took requests and did not answer; others were asked for what it owes. */
    public boolean isSnubbed() {
        return requests.isSnubbed();
    }

    /** All open hash requests. */
    public List<HashRequest> openHashRequests() {
        return new ArrayList<>(hashRequests);
    }

    /** The pieces it has; a live view, read only. */
    public BitSet pieces() {
        return pieces.view();
    }

    /** The pieces to ask it for: what it has, without those it would not give when last asked; a copy. */
    public BitSet offers() {
        return pieces.offers();
    }

    /** True if it has every piece. */
    public boolean isSeed() {
        return pieces.view().cardinality() == layout.pieceCount();
    }

    /** True if both ends speak BEP 6. */
    public boolean isFast() {
        return handshake.supports(Handshake.FAST);
    }

    /** The generation of the protocol in use. */
    public Protocol protocol() {
        return protocol;
    }

    /** What it said when it connected. */
    public Handshake handshake() {
        return handshake;
    }

    /** Its extension handshake, once it has come. */
    public Optional<ExtensionHandshake> extensions() {
        return extensions;
    }

    /** True if we do not serve it. */
    public boolean isChoking() {
        return choking;
    }

    /** True if it does not serve us. */
    public boolean isChoked() {
        return choked;
    }

    /** True if it wants something of us. */
    public boolean isInterested() {
        return interested;
    }

    /** True if it has something we miss, and knows. */
    public boolean isWanted() {
        return wanted;
    }

    /** Payload received. */
    public RateMeter down() {
        return down;
    }

    /** Payload sent. */
    public RateMeter up() {
        return up;
    }

    /** The way to it. */
    public PeerLink link() {
        return link;
    }

    /** When it shook hands. */
    public long joinedMillis() {
        return joinedMillis;
    }

    /** When it was last heard. */
    public long lastHeardMillis() {
        return lastHeardMillis;
    }

    /** When it was last sent something. */
    public long lastSentMillis() {
        return lastSentMillis;
    }

    /** When either side last wanted something of the other. */
    public long lastUsefulMillis() {
        return lastUsefulMillis;
    }

    @Override
    public String toString() {
        return link.remoteHost() + "/" + handshake.peerId();
    }
}
