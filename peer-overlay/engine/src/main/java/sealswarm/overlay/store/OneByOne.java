package sealswarm.overlay.store;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Lets work through to shared workers one at a time, in order, without holding a worker while it waits. What waits is bounded by
 * those who submit. Safe for any thread.
 */
final class OneByOne implements Executor {
    private final Executor workers;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    OneByOne(Executor workers) {
        this.workers = workers;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running) {
                waiting.add(task);
                return;
            }
            running = true;
        }
        start(task);
    }

    private void start(Runnable task) {
        workers.execute(() -> {
            try {
                task.run();
            } finally {
                next().ifPresent(this::start);
            }
        });
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> next = Optional.ofNullable(waiting.poll());
        running = next.isPresent();
        return next;
    }
}
