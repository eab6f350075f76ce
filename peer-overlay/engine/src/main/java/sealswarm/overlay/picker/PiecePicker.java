package sealswarm.overlay.picker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows which blocks are missing, asked for and received, and chooses the next ones for a source: first what a reader waits for, in
 * order, also from a second source if the first is late; then pieces the source has begun; then new pieces, four times in five near
 * a reader, else anywhere, rarest first; at the very end copies of what is late from others.
 */
public final class PiecePicker {
    /** Share of picks, of 10, that go to the neighbourhood of readers while there are any. */
    static final int NEAR_PICKS_OF_TEN = 8;

    /** Most sources asked for one block at the end of a download. */
    static final int MAX_COPIES = 2;

    /**
     * Requests a source may have open to be given a copy at the end of a download: copies are for those who would idle, else all
     * that is on its way would come twice.
     */
    static final int MAX_AT_THE_END = 2;

    /** Most sources asked for one block that a reader waits for. */
    static final int MAX_CRITICAL_COPIES = 3;

    private final TrackLayout layout;
    private final RandomGenerator random;
    private final AvailabilityOrder order;
    private final BitSet have;
    private int haveCount;
    private final Map<Integer, OpenPiece> open = new LinkedHashMap<>();
    private final BlockTimes times = new BlockTimes();
    private List<PieceWindow> windows = List.of();
    private int maxOpen = 1;

    /** A picker for a track of which {@code have} is complete. */
    public PiecePicker(TrackLayout layout, BitSet have, RandomGenerator random) {
        this.layout = layout;
        this.random = random;
        this.order = new AvailabilityOrder(layout.pieceCount(), random);
        this.have = (BitSet) have.clone();
        this.haveCount = have.cardinality();
        have.stream().forEach(order::withdraw);
    }

    /** A peer with these pieces came. */
    public void peerJoined(BitSet pieces) {
        pieces.stream().forEach(order::add);
    }

    /** A peer with these pieces went. */
    public void peerLeft(BitSet pieces) {
        pieces.stream().forEach(order::remove);
    }

    /** A peer got one more piece. */
    public void peerHas(int piece) {
        order.add(piece);
    }

    /** Where readers are; replaces what was said before. */
    public void setWindows(List<PieceWindow> windows) {
        this.windows = List.copyOf(windows);
    }

    /** The most pieces to have open at a time, but those that readers wait for. */
    public void setMaxOpen(int maxOpen) {
        this.maxOpen = Math.max(1, maxOpen);
    }

    /** True if {@code piece} is complete. */
    public boolean has(int piece) {
        return have.get(piece);
    }

    /** True if every piece is complete. */
    public boolean isComplete() {
        return haveCount == layout.pieceCount();
    }

    /** A copy of the set of complete pieces. */
    public BitSet have() {
        return (BitSet) have.clone();
    }

    /** True if {@code pieces} holds one that is missing here. */
    public boolean isInteresting(BitSet pieces) {
        for (int i = have.nextClearBit(0); i < layout.pieceCount(); i = have.nextClearBit(i + 1)) {
            if (pieces.get(i)) {
                return true;
            }
        }
        return false;
    }

    /** The first piece of {@code pieces} that a reader needs soon and that is missing here. */
    public OptionalInt awaited(BitSet pieces) {
        for (PieceWindow window : windows) {
            for (int piece = window.first(); piece < window.criticalEnd(); piece++) {
                if (!have.get(piece) && pieces.get(piece)) {
                    return OptionalInt.of(piece);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Missing pieces that no peer has and no source was asked for. */
    public int unavailableCount() {
        return order.unavailableCount();
    }

    /** Missing pieces. */
    public int missingCount() {
        return layout.pieceCount() - haveCount;
    }

    /** Up to {@code count} blocks to ask {@code wanter} for, best first; they are counted as asked for. */
    public List<Block> pick(Wanter wanter, int count) {
        List<Block> picked = new ArrayList<>(Math.max(0, count));
        pickCritical(wanter, count, picked);
        pickLate(wanter, count, picked);
        pickOpen(wanter, count, picked, true);
        while (picked.size() < count && mayOpen(wanter) && openNew(wanter)) {
            pickOpen(wanter, count, picked, true);
        }
        pickOpen(wanter, count, picked, false);
        if (wanter.pace() == Wanter.Pace.SHARED && picked.size() < count && open.size() < maxOpen && openNew(wanter)) {
            pickOpen(wanter, count, picked, true);
        }
        if (picked.isEmpty()) {
            pickCopies(wanter, count, picked);
        }
        return picked;
    }

    private boolean mayOpen(Wanter wanter) {
        return wanter.pace() == Wanter.Pace.WHOLE_PIECES && open.size() < maxOpen;
    }

    private void pickCritical(Wanter wanter, int count, List<Block> picked) {
        for (PieceWindow window : windows) {
            for (int piece = window.first(); piece < window.criticalEnd() && picked.size() < count; piece++) {
                if (!have.get(piece) && wanter.pieces().get(piece)) {
                    pickFrom(opened(piece, wanter.identity()), wanter, count, picked);
                }
            }
        }
    }

    /** What a reader waits for and should have come by now. */
    private void pickLate(Wanter wanter, int count, List<Block> picked) {
        for (PieceWindow window : windows) {
            for (int index = window.first(); index < window.criticalEnd() && picked.size() < count; index++) {
                OpenPiece piece = open.get(index);
                if (piece != null && !piece.onParole && wanter.pieces().get(index)) {
                    lateFrom(piece, wanter, count, picked);
                }
            }
        }
    }

    private void lateFrom(OpenPiece piece, Wanter wanter, int count, List<Block> picked) {
        for (int i = 0; i < piece.blockCount() && picked.size() < count; i++) {
            boolean underWay = !piece.isReceived(i) && piece.copies(i) > 0;
            if (underWay && piece.copies(i) < mayAsk(piece, i, MAX_CRITICAL_COPIES, wanter.nowMillis())) {
                copy(piece, i, wanter, picked);
            }
        }
    }

    private long mayAsk(OpenPiece piece, int block, int most, long nowMillis) {
        return Math.min(most, times.sourcesAfter(nowMillis - piece.askedMillis(block)));
    }

    private static void copy(OpenPiece piece, int index, Wanter wanter, List<Block> picked) {
        Block block = new Block(piece.piece, index);
        if (!wanter.asked().test(block)) {
            piece.ask(index, wanter.nowMillis());
            picked.add(block);
        }
    }

    private void pickOpen(Wanter wanter, int count, List<Block> picked, boolean own) {
        if (picked.size() >= count) {
            return;
        }
        for (OpenPiece piece : open.values()) {
            boolean mine = wanter.identity().equals(piece.owner);
            if (mine == own && piece.hasWanted() && wanter.pieces().get(piece.piece)) {
                pickFrom(piece, wanter, count, picked);
                if (picked.size() >= count) {
                    return;
                }
            }
        }
    }

    private void pickFrom(OpenPiece piece, Wanter wanter, int count, List<Block> picked) {
        if (!piece.isOpenTo(wanter.identity())) {
            return;
        }
        for (int i = 0; i < piece.blockCount() && piece.hasWanted() && picked.size() < count; i++) {
            if (piece.isWanted(i)) {
                if (piece.owner == null) {
                    piece.owner = wanter.identity();
                }
                piece.ask(i, wanter.nowMillis());
                picked.add(new Block(piece.piece, i));
            }
        }
    }

    private boolean openNew(Wanter wanter) {
        int piece = -1;
        if (!windows.isEmpty() && random.nextInt(10) < NEAR_PICKS_OF_TEN) {
            piece = rarestNear(wanter.pieces());
        }
        if (piece < 0) {
            piece = order.rarest(wanter.pieces()::get);
        }
        if (piece < 0) {
            return false;
        }
        opened(piece, wanter.identity());
        return true;
    }

    private int rarestNear(BitSet pieces) {
        int best = -1;
        for (PieceWindow window : windows) {
            for (int piece = window.first(); piece < window.nearEnd(); piece++) {
                boolean candidate = !have.get(piece) && !open.containsKey(piece) && pieces.get(piece);
                if (candidate && (best < 0 || order.availability(piece) < order.availability(best))) {
                    best = piece;
                }
            }
        }
        return best;
    }

    private void pickCopies(Wanter wanter, int count, List<Block> picked) {
        boolean endgame =
                open.size() == missingCount() && open.values().stream().noneMatch(OpenPiece::hasWanted);
        if (!endgame) {
            return;
        }
        // Sources send in the order in which they were asked: copies begin at the other end, so that the two meet
        // half-way.
        List<OpenPiece> latestFirst = new ArrayList<>(open.values());
        Collections.reverse(latestFirst);
        int most = Math.min(count, MAX_AT_THE_END - wanter.openRequests());
        for (OpenPiece piece : latestFirst) {
            if (!piece.onParole && wanter.pieces().get(piece.piece)) {
                copyFrom(piece, wanter, most, picked);
            }
        }
    }

    private void copyFrom(OpenPiece piece, Wanter wanter, int count, List<Block> picked) {
        for (int i = piece.blockCount() - 1; i >= 0 && picked.size() < count; i--) {
            if (!piece.isReceived(i) && piece.copies(i) < mayAsk(piece, i, MAX_COPIES, wanter.nowMillis())) {
                copy(piece, i, wanter, picked);
            }
        }
    }

    /** What a run of blocks for a range source may consist of. */
    public enum RunKind {
        /** Only pieces that a reader waits for. */
        CRITICAL,
        /** Only pieces that no peer has. */
        UNAVAILABLE,
        /** Any missing piece. */
        ANY
    }

    /**
     * Up to {@code most} consecutive blocks that nobody was asked for, counted as asked for at {@code nowMillis}; empty if there is
     * none of that kind. A run may continue beyond the piece it was chosen for, but not into one on parole: such a piece is chosen
     * when there is no other, or when a reader waits for it.
     */
    public List<Block> pickRun(RunKind kind, int most, Object identity, long nowMillis) {
        int piece = firstOfRun(kind, identity);
        List<Block> run = new ArrayList<>();
        if (piece < 0) {
            return run;
        }
        OpenPiece at = opened(piece, identity);
        int index = 0;
        while (index < at.blockCount() && !at.isWanted(index)) {
            index++;
        }
        Block block = new Block(piece, index);
        while (run.size() < most && !have.get(block.piece())) {
            OpenPiece holder = opened(block.piece(), identity);
            boolean another = holder.onParole && block.piece() != piece;
            if (another || !holder.isWanted(block.index()) || !holder.isOpenTo(identity)) {
                break;
            }
            if (holder.owner == null) {
                holder.owner = identity;
            }
            holder.ask(block.index(), nowMillis);
            run.add(block);
            Optional<Block> next = layout.after(block);
            if (next.isEmpty()) {
                break;
            }
            block = next.get();
        }
        return run;
    }

    private int firstOfRun(RunKind kind, Object identity) {
        for (PieceWindow window : windows) {
            for (int piece = window.first(); piece < window.criticalEnd(); piece++) {
                OpenPiece found = open.get(piece);
                if (!have.get(piece) && (found == null || (found.isOpenTo(identity) && found.hasWanted()))) {
                    return piece;
                }
            }
        }
        if (kind == RunKind.CRITICAL) {
            return -1;
        }
        int unavailable = order.unavailable();
        if (unavailable >= 0 || kind == RunKind.UNAVAILABLE) {
            return unavailable;
        }
        int rarest = order.rarest(piece -> true);
        if (rarest >= 0) {
            return rarest;
        }
        return open.values().stream()
                .filter(piece -> piece.isOpenTo(identity) && piece.hasWanted())
                .min(Comparator.comparing(piece -> piece.onParole))
                .map(piece -> piece.piece)
                .orElse(-1);
    }

    /** A block that was asked for will not come from that source. */
    public void released(Block block) {
        OpenPiece piece = open.get(block.piece());
        if (piece == null) {
            return;
        }
        piece.unask(block.index());
        if (!piece.onParole && piece.isUntouched()) {
            close(piece);
        }
    }

    /**
     * A source is gone: pieces it had begun are open to all.
     *
     * @return pieces that only this source was to deliver and that begin afresh; their received blocks count no more
     */
    public List<Integer> sourceLeft(Object identity) {
        List<Integer> afresh = new ArrayList<>();
        for (OpenPiece piece : open.values()) {
            if (disown(piece, identity)) {
                afresh.add(piece.piece);
            }
        }
        return afresh;
    }

    /**
     * A source will not go on with a piece now: others may.
     *
     * @return true if only this source was to deliver the piece: it begins afresh, its received blocks count no more
     */
    public boolean declined(Object identity, int index) {
        OpenPiece piece = open.get(index);
        return piece != null && disown(piece, identity);
    }

    private static boolean disown(OpenPiece piece, Object identity) {
        if (!identity.equals(piece.owner)) {
            return false;
        }
        piece.owner = null;
        boolean afresh = piece.onParole && piece.isHalfReceived();
        if (afresh) {
            piece.loseAll();
        }
        return afresh;
    }

    /** A block arrived; false if it was received before or its piece is complete. */
    public boolean received(Block block) {
        if (have.get(block.piece())) {
            return false;
        }
        OpenPiece piece = opened(block.piece(), null);
        if (piece.isReceived(block.index())) {
            return false;
        }
        piece.receive(block.index());
        return true;
    }

    /**
     * A block that one source was asked for is asked of {@code wanter} instead.
     *
     * @return false if that is not to be: it has come, others were asked too, its piece is on parole, or {@code wanter} lacks it
     */
    public boolean handOver(Block block, Wanter wanter) {
        OpenPiece piece = open.get(block.piece());
        if (piece == null
                || piece.onParole
                || piece.isReceived(block.index())
                || piece.copies(block.index()) != 1
                || !wanter.pieces().get(block.piece())
                || wanter.asked().test(block)) {
            return false;
        }
        piece.unask(block.index());
        piece.ask(block.index(), wanter.nowMillis());
        return true;
    }

    /** True if a block that nobody is to send any more may still be taken: it is missing, and its piece is not on parole. */
    public boolean mayCome(Block block) {
        OpenPiece piece = open.get(block.piece());
        return isMissing(block) && (piece == null || !piece.onParole);
    }

    /** A source that was asked for this block has sent it. */
    public void delivered(Block block, long nowMillis) {
        OpenPiece piece = open.get(block.piece());
        if (piece == null) {
            return;
        }
        if (piece.copies(block.index()) > 0 && !piece.isReceived(block.index())) {
            times.took(nowMillis - piece.askedMillis(block.index()));
        }
        piece.unask(block.index());
    }

    /** True if {@code block} has not been received. */
    public boolean isMissing(Block block) {
        OpenPiece piece = open.get(block.piece());
        return piece == null ? !have.get(block.piece()) : !piece.isReceived(block.index());
    }

    /** Sources asked for this block that have not answered. */
    public int copies(Block block) {
        OpenPiece piece = open.get(block.piece());
        return piece == null ? 0 : piece.copies(block.index());
    }

    /** True if a reader will need {@code piece} soon. */
    public boolean isNear(int piece) {
        return windows.stream().anyMatch(window -> piece >= window.first() && piece < window.nearEnd());
    }

    /** A received block failed its check and is missing again. */
    public void failed(Block block) {
        OpenPiece piece = open.get(block.piece());
        if (piece != null) {
            piece.lose(block.index());
        }
    }

    /** A whole piece failed its check: all of it is missing again, and from now on it may come from one source only. */
    public void pieceFailed(int index) {
        OpenPiece piece = opened(index, null);
        piece.loseAll();
        piece.owner = null;
        piece.onParole = true;
    }

    /** A piece is complete and checked. */
    public void completed(int piece) {
        open.remove(piece);
        order.withdraw(piece);
        if (!have.get(piece)) {
            have.set(piece);
            haveCount++;
        }
    }

    private OpenPiece opened(int index, @Nullable Object owner) {
        OpenPiece found = open.get(index);
        if (found != null) {
            return found;
        }
        OpenPiece piece = new OpenPiece(index, layout.blockCount(index));
        piece.owner = owner;
        open.put(index, piece);
        order.withdraw(index);
        return piece;
    }

    private void close(OpenPiece piece) {
        open.remove(piece.piece);
        order.offer(piece.piece);
    }
}
