package sealswarm.overlay.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of named daemon threads. What waits for them is bounded by those who submit: disk work by bytes, hash work by what
 * swarms may hold. Safe for any thread; nothing here blocks.
 */
public final class WorkerThreads implements Executor {
    private final Pool pool;

    /** Starts {@code count} threads called {@code name-1} and so on. */
    public WorkerThreads(String name, int count) {
        AtomicInteger next = new AtomicInteger(1);
        this.pool = new Pool(count, task -> {
            Thread thread = new Thread(task, name + "-" + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Takes no more work and lets what is queued finish; the stage completes, on any thread, when the threads have no more to do. */
    public CompletionStage<Void> end() {
        pool.shutdown();
        return pool.ended.minimalCompletionStage();
    }

    /** Ends at once: queued work is dropped, running work interrupted. */
    public void abandon() {
        pool.shutdownNow();
    }

    private static final class Pool extends ThreadPoolExecutor {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Pool(int count, ThreadFactory threads) {
            super(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        }

        @Override
        protected void terminated() {
            ended.complete(null);
        }
    }
}
