package sealswarm.overlay.store;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import sealswarm.overlay.swarm.BlockDisk;

/**
 * Memory outside the heap for what is read to be sent: the socket takes it as it is. Buffers that come back are used again; those
 * that do not are the collector's. Safe for any thread.
 */
final class LentReads {
    /** Size of a buffer; no longer read is lent. */
    static final int BUFFER_BYTES = BlockDisk.MAX_LENT_BYTES;

    /** Buffers kept for the next reads: 16 MiB. */
    static final int MAX_IDLE = 64;

    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    /** An empty buffer with room for {@code lengthBytes}. */
    ByteBuffer take(int lengthBytes) {
        if (lengthBytes > BUFFER_BYTES) {
            throw new IllegalArgumentException("a read of " + lengthBytes + " bytes is not lent");
        }
        ByteBuffer used = idle.poll();
        if (used == null) {
            return ByteBuffer.allocateDirect(BUFFER_BYTES).limit(lengthBytes);
        }
        idleCount.decrementAndGet();
        return used.clear().limit(lengthBytes);
    }

    /** Takes a buffer back. */
    void giveBack(ByteBuffer buffer) {
        if (idleCount.incrementAndGet() <= MAX_IDLE) {
            idle.add(buffer);
        } else {
            idleCount.decrementAndGet();
        }
    }

    int idleCount() {
        return idleCount.get();
    }
}
