package sealswarm.format.cipher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The pool that seals and checks.
 *
 * @param pool owned by the caller, of at least {@code count} threads
 * @param count ranges worked on at once, 1 to {@link #MAX_COUNT}
 */
public record Workers(ExecutorService pool, int count) {
    public static final int MAX_COUNT = 64;

    public Workers {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("1 to " + MAX_COUNT + " workers, not " + count);
        }
    }

    /** Works on one range (or other numbered part) after another; belongs to one thread. */
    public interface RangeTask extends AutoCloseable {
        void run(int range) throws IOException;

        @Override
        default void close() {}
    }

    /** Makes one task for each thread. */
    public interface RangeTaskFactory {
        RangeTask make();
    }

    private record Failure(int range, Exception cause) {}

    /**
     * Runs each range of 0..ranges-1 that {@code due} accepts, in rising order. After a failure no later range begins; that of the lowest
     * range is thrown.
     */
    public void run(int ranges, IntPredicate due, RangeTaskFactory factory) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Failure> first = new AtomicReference<>();
        Callable<@Nullable Void> loop = () -> {
            try (RangeTask task = factory.make()) {
                for (int range = next.getAndIncrement(); range < ranges; range = next.getAndIncrement()) {
                    Failure known = first.get();
                    if (known != null && known.range < range) {
                        break;
                    }
                    if (due.test(range)) {
                        attempt(task, range, first);
                    }
                }
            }
            return null;
        };
        List<Callable<@Nullable Void>> loops = new ArrayList<>();
        for (int i = 0; i < Math.min(count, ranges); i++) {
            loops.add(loop);
        }
        await(loops);
        Failure failure = first.get();
        if (failure != null) {
            throw rethrown(failure.cause);
        }
    }

    private static void attempt(RangeTask task, int range, AtomicReference<@Nullable Failure> first) {
        try {
            task.run(range);
        } catch (IOException | RuntimeException e) {
            first.accumulateAndGet(new Failure(range, e), (known, latest) -> {
                if (known == null || latest == null) {
                    return known == null ? latest : known;
                }
                return known.range <= latest.range ? known : latest;
            });
        }
    }

    private void await(List<Callable<@Nullable Void>> loops) throws IOException {
        try {
            for (Future<@Nullable Void> done : pool.invokeAll(loops)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause() == null ? e : e.getCause());
        }
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(cause);
    }
}
