package sealswarm.overlay.peer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.wire.WireException;
import sealswarm.overlay.wire.WireException.Fault;

/** What we asked a peer for and what we took back, so that every answer can be told from a breach; and how much more to ask. */
final class OpenRequests {
    /** A window is refilled in this many rounds: a few requests at a time would cost both ends a write and a read each. */
    static final int ROUNDS_PER_WINDOW = 8;

    private final Set<Block> asked = new LinkedHashSet<>();
    private final Set<Block> cancelled = new LinkedHashSet<>();
    private final RequestWindow window = new RequestWindow();
    private int strayRejects;
    private boolean fruitful;
    private OptionalLong firstAskedMillis = OptionalLong.empty();
    private long lastBlockMillis;

    OpenRequests(long nowMillis) {
        this.lastBlockMillis = nowMillis;
    }

    /** How a block that came stands to what was asked. */
    enum Answer {
        /** It was asked for. */
        AWAITED,
        /** It was asked for and taken back: the two crossed. */
        TAKEN_BACK
    }

    void ask(Block block, long nowMillis) {
        if (asked.isEmpty()) {
            lastBlockMillis = nowMillis;
        }
        if (firstAskedMillis.isEmpty()) {
            firstAskedMillis = OptionalLong.of(nowMillis);
        }
        asked.add(block);
        cancelled.remove(block);
    }

    /** Takes a request back; false if it is not open. */
    boolean cancel(Block block) {
        if (!asked.remove(block)) {
            return false;
        }
        if (cancelled.size() == Peer.MAX_CANCELLED) {
            cancelled.remove(cancelled.iterator().next());
        }
        cancelled.add(block);
        return true;
    }

    /** A block came. */
    Answer arrived(Block block, long nowMillis) throws WireException {
        if (asked.remove(block)) {
            window.blockArrived();
            fruitful = true;
            lastBlockMillis = nowMillis;
            return Answer.AWAITED;
        }
        if (cancelled.remove(block)) {
            return Answer.TAKEN_BACK;
        }
        throw new WireException(Fault.BAD_FIELD, "a block that was not asked for");
    }

    /** A request was rejected; false if it was not open, which may happen some times. */
    boolean rejected(Block block) throws WireException {
        if (asked.remove(block)) {
            return true;
        }
        if (!cancelled.remove(block)) {
            strayReject();
        }
        return false;
    }

    /** Something was rejected that we never asked for. */
    void strayReject() throws WireException {
        if (++strayRejects > Peer.MAX_STRAY_REJECTS) {
            throw new WireException(Fault.BAD_FIELD, "reject flood");
        }
    }

    /** The peer serves us no more for now. */
    void choked() {
        firstAskedMillis = OptionalLong.empty();
    }

    /** All open requests are void. */
    List<Block> loseAll() {
        List<Block> lost = list();
        asked.clear();
        return lost;
    }

    /** Open requests, oldest first. */
    List<Block> list() {
        return new ArrayList<>(asked);
    }

    int count() {
        return asked.size();
    }

    boolean contains(Block block) {
        return asked.contains(block);
    }

    /** Requests that may be added now at a peer that queues {@code remoteQueue}. */
    int free(int remoteQueue) {
        int size = window.size(remoteQueue);
        int free = size - asked.size();
        return free < size / ROUNDS_PER_WINDOW ? 0 : free;
    }

    boolean isStalled(long millis, long nowMillis) {
        return !asked.isEmpty() && !window.isSnubbed() && nowMillis - lastBlockMillis >= millis;
    }

    /** True if nothing ever came, though the peer serves us and was first asked {@code millis} ago, or owes blocks for so long. */
    boolean isBarren(long millis, long nowMillis) {
        boolean waited = firstAskedMillis.isPresent() && nowMillis - firstAskedMillis.getAsLong() >= millis;
        return !fruitful && (waited || isStalled(millis, nowMillis));
    }

    boolean isSnubbed() {
        return window.isSnubbed();
    }

    void snub() {
        window.snub();
    }

    /** A second has passed in which the peer sent at {@code rate}. */
    void tick(long rate) {
        window.tick(rate);
    }
}
