package sealswarm.overlay.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.WireException;
import sealswarm.overlay.wire.WireException.Fault;

/** What a peer asked us for and has not got yet; bounded, and so is asking in vain. */
final class UploadQueue {
    private final Deque<BlockRange> queued = new ArrayDeque<>();
    private int excess;

    /** Queues a request; false if there is no room. */
    boolean offer(BlockRange range) {
        if (queued.size() >= Peer.MAX_UPLOAD_QUEUE) {
            return false;
        }
        queued.add(range);
        return true;
    }

    /** A request had to be refused: the peer should have known better, and is gone if it goes on. */
    void refused() throws WireException {
        if (++excess > Peer.MAX_EXCESS_REQUESTS) {
            throw new WireException(Fault.BAD_FIELD, "request flood");
        }
    }

    /** A request was answered: what was refused before is forgiven. */
    void delivered() {
        excess = 0;
    }

    /** Takes a request out; false if it is not here. */
    boolean remove(BlockRange range) {
        return queued.remove(range);
    }

    /** Takes all out. */
    List<BlockRange> drain() {
        List<BlockRange> all = new ArrayList<>(queued);
        queued.clear();
        return all;
    }

    Optional<BlockRange> next() {
        return Optional.ofNullable(queued.poll());
    }

    Optional<BlockRange> peek() {
        return Optional.ofNullable(queued.peek());
    }
}
