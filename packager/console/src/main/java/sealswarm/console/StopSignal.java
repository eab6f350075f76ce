package sealswarm.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * How a long-running command learns that it should end: by SIGINT, SIGTERM, or a call of {@link #stop}. Actions run once, the
 * last registered first; a failing one is logged and does not keep the others from running. Thread-safe.
 */
public final class StopSignal {
    private final Deque<Runnable> actions = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean stopping;

    /** Runs {@code action} when the command is told to stop; at once if it has been told already. */
    public void onStop(Runnable action) {
        synchronized (this) {
            if (!stopping) {
                actions.push(action);
                return;
            }
        }
        runOne(action);
    }

    /** Tells the command to stop, runs the actions, and returns when they are done. Further calls run what was registered since. */
    public void stop() {
        synchronized (this) {
            stopping = true;
        }
        for (Runnable action = next(); action != null; action = next()) {
            runOne(action);
        }
        stopped.countDown();
    }

    /** Waits until the command was told to stop and its actions are done. */
    public void await() throws InterruptedException {
        stopped.await();
    }

    synchronized boolean hasActions() {
        return !actions.isEmpty();
    }

    private synchronized @org.jspecify.annotations.Nullable Runnable next() {
        return actions.poll();
    }

    private static void runOne(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // Asked for here: a logging system that nobody needs would be a sixth of a short command's time.
            LoggerFactory.getLogger(StopSignal.class).warn("stop action failed", e);
        }
    }
}
