package sealswarm.overlay.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {
    @Test
    void endReturnsAtOnceAndCompletesAfterTheQueuedWork() throws Exception {
        WorkerThreads threads = new WorkerThreads("trial", 1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        threads.execute(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        threads.execute(done::incrementAndGet);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        threads.end().thenAccept(ended::complete);
        assertFalse(ended.isDone());
        assertThrows(RejectedExecutionException.class, () -> threads.execute(() -> {}));
        gate.countDown();
        ended.get(30, TimeUnit.SECONDS);
        assertEquals(1, done.get());
    }

    @Test
    void abandonInterruptsWhatDoesNotEnd() throws Exception {
        WorkerThreads threads = new WorkerThreads("trial", 1);
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                never.await();
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        CompletableFuture<Void> ended = new CompletableFuture<>();
        threads.end().thenAccept(ended::complete);
        threads.abandon();
        assertTrue(interrupted.get(30, TimeUnit.SECONDS));
        ended.get(30, TimeUnit.SECONDS);
    }
}
