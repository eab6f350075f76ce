package sealswarm.overlay.store;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sealswarm.overlay.swarm.BlockDisk;
import sealswarm.overlay.wire.LentMemory;

/**
 * Disk work of one event loop, counted in bytes: at the cap swarms stop reading from their sockets, at three quarters of it they go
 * on. All methods belong to that loop.
 */
public final class DiskQueue {
    /** Buffers kept for the next reads: 16 MiB. */
    static final int MAX_IDLE_READS = (16 << 20) / BlockDisk.MAX_LENT_BYTES;

    private final Executor workers;
    private final Executor loop;
    private final long capBytes;
    private final LentMemory lentReads = new LentMemory(BlockDisk.MAX_LENT_BYTES, MAX_IDLE_READS);
    private long queuedBytes;
    private boolean full;

    /** A queue whose work runs on {@code workers} and ends on {@code loop}. */
    public DiskQueue(Executor workers, Executor loop, long capBytes) {
        if (capBytes < 1) {
            throw new IllegalArgumentException("cap of " + capBytes + " bytes");
        }
        this.workers = workers;
        this.loop = loop;
        this.capBytes = capBytes;
    }

    /** Runs {@code work}, which stands for {@code bytes} bytes, in the background and then {@code done} on the loop. */
    <T> void submit(long bytes, Supplier<T> work, Consumer<T> done) {
        submit(workers, bytes, work, done);
    }

    /** A way to the same workers for work that must not overlap. */
    OneByOne oneByOne() {
        return new OneByOne(workers);
    }

    /** As {@link #submit(long, Supplier, Consumer)}, through {@code executor}. */
    <T> void submit(Executor executor, long bytes, Supplier<T> work, Consumer<T> done) {
        queuedBytes += bytes;
        if (queuedBytes >= capBytes) {
            full = true;
        }
        executor.execute(() -> {
            T result = work.get();
            loop.execute(() -> {
                queuedBytes -= bytes;
                if (queuedBytes <= capBytes / 4 * 3) {
                    full = false;
                }
                done.accept(result);
            });
        });
    }

    /** Memory for reads that are lent. */
    LentMemory lentReads() {
        return lentReads;
    }

    /** False from the cap until three quarters of it. */
    public boolean hasRoom() {
        return !full;
    }
}
