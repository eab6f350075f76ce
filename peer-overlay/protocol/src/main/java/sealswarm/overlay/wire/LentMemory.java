package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers outside the heap for bytes between socket and disk: both take them as they are, and the collector has nothing to move.
 * What comes back is used again, last in first out, so that it is still in the processor's cache; buffers that do not come back are
 * the collector's. Safe for any thread.
 */
public final class LentMemory {
    private final int bufferBytes;
    private final int maxIdle;
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();

    /**
     * Lends buffers of {@code bufferBytes}.
     *
     * @param maxIdle buffers kept for the next loans
     */
    public LentMemory(int bufferBytes, int maxIdle) {
        if (bufferBytes < 1 || maxIdle < 0) {
            throw new IllegalArgumentException(maxIdle + " buffers of " + bufferBytes + " bytes");
        }
        this.bufferBytes = bufferBytes;
        this.maxIdle = maxIdle;
    }

    /**
     * An empty buffer with room for exactly {@code lengthBytes}.
     *
     * @throws IllegalArgumentException if that is more than a buffer holds
     */
    public ByteBuffer take(int lengthBytes) {
        if (lengthBytes > bufferBytes) {
            throw new IllegalArgumentException(lengthBytes + " bytes are more than a buffer of " + bufferBytes);
        }
        ByteBuffer used = poll();
        return (used == null ? ByteBuffer.allocateDirect(bufferBytes) : used.clear()).limit(lengthBytes);
    }

    private synchronized @Nullable ByteBuffer poll() {
        return idle.poll();
    }

    /** What was written into {@code taken}; its release brings the buffer back here. */
    public BlockData lend(ByteBuffer taken) {
        return BlockData.lent(taken.flip(), () -> giveBack(taken));
    }

    /** Takes a buffer back that nobody reads or writes any more. */
    public synchronized void giveBack(ByteBuffer buffer) {
        if (idle.size() < maxIdle) {
            idle.push(buffer);
        }
    }

    /** Buffers that wait to be used again. */
    public synchronized int idleCount() {
        return idle.size();
    }
}
