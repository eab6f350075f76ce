package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the packets of a stream in order again, and keeps what nobody reads yet. Its memory is the window we grant. */
final class Reassembly {
    /** Bytes kept at most. */
    static final int WINDOW_BYTES = 1 << 20;

    /** A place kept for the very packet that is missing, however full the window is. */
    static final int MAX_DATAGRAM_BYTES = 65_507;

    /** Packets beyond the first missing one that are kept; a power of two, so that numbers wrap well. */
    static final int MAX_PACKETS = 1_024;

    private final @Nullable ByteBuffer[] ahead = new @Nullable ByteBuffer[MAX_PACKETS];
    private final Deque<ByteBuffer> ordered = new ArrayDeque<>();
    private int expected;
    private int end = -1;
    private int keptBytes;
    private int aheadCount;

    /** A stream whose first packet has the number {@code first}. */
    Reassembly(int first) {
        this.expected = first;
    }

    /** The last packet that arrived with all before it. */
    int acknowledged() {
        return Sequence.previous(expected);
    }

    /** What there is room for. */
    int freeBytes() {
        return Math.max(0, WINDOW_BYTES - keptBytes);
    }

    /** True when all of the stream has arrived and been read. */
    boolean isRead() {
        return end >= 0 && expected == Sequence.next(end) && ordered.isEmpty();
    }

    /** True if a packet is missing before one that is here. */
    boolean hasGap() {
        return aheadCount > 0;
    }

    /** Takes a packet in; one that is here already, has no place or lies beyond the end is dropped. Its payload is copied. */
    void offer(int sequence, ByteBuffer payload) {
        int distance = Sequence.distance(expected, sequence);
        boolean beyondEnd = end >= 0 && Sequence.distance(end, sequence) > 0;
        int capacity = WINDOW_BYTES + (distance == 0 ? MAX_DATAGRAM_BYTES : 0);
        if (distance < 0 || distance >= MAX_PACKETS || beyondEnd || payload.remaining() > capacity - keptBytes) {
            return;
        }
        int slot = sequence % MAX_PACKETS;
        if (ahead[slot] == null) {
            ahead[slot] = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
            keptBytes += ahead[slot].remaining();
            aheadCount++;
            order();
        }
    }

    private void order() {
        for (ByteBuffer next = ahead[expected % MAX_PACKETS]; next != null; next = ahead[expected % MAX_PACKETS]) {
            ahead[expected % MAX_PACKETS] = null;
            aheadCount--;
            expected = Sequence.next(expected);
            if (next.hasRemaining()) {
                ordered.add(next);
            }
        }
    }

    /** The stream ends with the packet {@code sequence}; the first end that is told holds. */
    void endsAt(int sequence) {
        int distance = Sequence.distance(expected, sequence);
        if (end < 0 && distance >= 0 && distance < MAX_PACKETS) {
            end = sequence;
        }
    }

    /** The next bytes in order. */
    Optional<ByteBuffer> next() {
        ByteBuffer next = ordered.poll();
        if (next == null) {
            return Optional.empty();
        }
        keptBytes -= next.remaining();
        return Optional.of(next);
    }

    /** What has arrived beyond the first missing packet. */
    SelectiveAck selective() {
        if (aheadCount == 0) {
            return SelectiveAck.NONE;
        }
        BitSet distances = new BitSet();
        for (int i = 1; i < MAX_PACKETS; i++) {
            if (ahead[(expected + i) % MAX_PACKETS] != null) {
                distances.set(i);
            }
        }
        return SelectiveAck.ofDistances(distances);
    }
}
