package sealswarm.overlay.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of named daemon threads. What waits for them is bounded by those who submit: disk work by bytes, hash work by what
 * swarms may hold.
 */
public final class WorkerThreads implements Executor, AutoCloseable {
    private static final long END_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    /** Starts {@code count} threads called {@code name-1} and so on. */
    public WorkerThreads(String name, int count) {
        AtomicInteger next = new AtomicInteger(1);
        this.pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name + "-" + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Lets what is queued finish, at most ten seconds, and ends the threads. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
