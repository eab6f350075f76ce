package sealswarm.overlay.swarm;

import java.util.List;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.PiecePicker;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.picker.Wanter;

/** Asks peers for blocks, and takes requests back. */
final class Requester {
    /** Seconds over which a peer's rate is taken. */
    static final int RATE_SECONDS = 5;

    /** A piece that takes a peer less than this is taken as a whole. */
    private static final int WHOLE_PIECE_SECONDS = 20;

    private final TrackLayout layout;
    private final PiecePicker picker;
    private final DownloadGate gate;
    private final LeafBook leafBook;
    private final Connections connections;
    private final QueueRelief relief;
    private final MonotonicClock clock;

    Requester(
            TrackLayout layout,
            PiecePicker picker,
            DownloadGate gate,
            LeafBook leafBook,
            Connections connections,
            MonotonicClock clock) {
        this.layout = layout;
        this.picker = picker;
        this.gate = gate;
        this.leafBook = leafBook;
        this.connections = connections;
        this.relief = new QueueRelief(picker, connections);
        this.clock = clock;
    }

    /** Fills a peer's request window. */
    void ask(Peer peer) {
        int free = Math.min(peer.freeRequests(), gate.affordableBlocks());
        if (free <= 0 || !peer.isWanted() || !gate.isOpen() || !connections.contains(peer)) {
            return;
        }
        long now = clock.millis();
        Wanter wanter = new Wanter(peer, peer.offers(), peer::hasAsked, peer.askedCount(), pace(peer), now);
        List<Block> fresh = picker.pick(wanter, free);
        fresh.forEach(gate::spend);
        askFor(peer, fresh.isEmpty() ? relief.relieve(peer, wanter, free) : fresh, now);
    }

    /**
     * A peer told what it has: the leaves of what a reader waits for are asked for before it serves us, so that they do not queue
     * behind the blocks.
     */
    void foresee(Peer peer) {
        picker.awaited(peer.pieces()).ifPresent(leafBook::want);
    }

    private void askFor(Peer peer, List<Block> blocks, long now) {
        int lastPiece = -1;
        for (Block block : blocks) {
            if (block.piece() != lastPiece) {
                lastPiece = block.piece();
                leafBook.want(lastPiece);
            }
            peer.ask(block, now);
        }
    }

    /** Fills everybody's request window. */
    void askAll() {
        if (gate.isOpen()) {
            connections.all().forEach(this::ask);
        }
    }

    private Wanter.Pace pace(Peer peer) {
        long perPiece = peer.down().rate(RATE_SECONDS) * WHOLE_PIECE_SECONDS;
        return perPiece >= layout.pieceLengthBytes() || connections.count() == 1
                ? Wanter.Pace.WHOLE_PIECES
                : Wanter.Pace.SHARED;
    }

    /** A block is here: whoever else was asked for it need not send it. */
    void cancelCopies(Block block) {
        if (picker.copies(block) > 0) {
            connections.all().stream().filter(peer -> peer.hasAsked(block)).forEach(peer -> cancel(peer, block));
        }
    }

    /** After a seek: what no reader needs soon makes room, but only where taking it back is cheap. */
    void cancelFarAway() {
        connections.all().stream().filter(Peer::isFast).forEach(peer -> peer.asked().stream()
                .filter(block -> !picker.isNear(block.piece()))
                .forEach(block -> cancel(peer, block)));
        askAll();
    }

    private void cancel(Peer peer, Block block) {
        peer.cancel(block, clock.millis());
        picker.released(block);
    }
}
