package sealswarm.license.server.crash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Catches one passage of one checkpoint at a time and keeps its thread for ever, so that many flows can be stopped in the middle
 * of a step each before one kill ends them all. Thread-safe.
 */
final class Ambush {
    private static final long PATIENCE_SECONDS = 60;

    private @Nullable Enum<?> armed;
    private int left;

    /** The {@code nth} passage of {@code point} from now on, counted from 1, is caught. */
    synchronized void arm(Enum<?> point, int nth) {
        armed = point;
        left = nth;
    }

    void reached(Enum<?> point) {
        synchronized (this) {
            if (armed != point || --left > 0) {
                return;
            }
            armed = null;
            notifyAll();
        }
        while (true) {
            LockSupport.park(this);
        }
    }

    /** Waits until what was armed is caught; false if it was not within a minute. */
    synchronized boolean caught() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (armed != null) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
