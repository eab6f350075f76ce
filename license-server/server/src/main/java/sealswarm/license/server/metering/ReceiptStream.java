package sealswarm.license.server.metering;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Numbers the segments this process stores: 1, 2, 3, ... without holes, so that "up to n" names a set that never changes. One
 * insert at a time; a process that restarts opens a new stream. Thread-safe.
 */
public final class ReceiptStream {
    private final String id;
    private long next = 1;

    public ReceiptStream(RandomGenerator random) {
        this.id = String.format("%016x", random.nextLong());
    }

    /** The stream's name. */
    public String id() {
        return id;
    }

    /** How many segments were stored. */
    public synchronized long stored() {
        return next - 1;
    }

    /** Stores a segment under the next number; empty if another one begins at its first entry. */
    synchronized Optional<StoredSegment> append(StoredSegment segment, ReceiptStore store) {
        StoredSegment numbered = segment.numbered(id, next);
        if (!store.insert(numbered)) {
            return Optional.empty();
        }
        next++;
        return Optional.of(numbered);
    }
}
