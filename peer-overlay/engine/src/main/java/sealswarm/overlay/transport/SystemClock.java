package sealswarm.overlay.transport;

import java.util.concurrent.TimeUnit;
import sealswarm.overlay.swarm.MonotonicClock;

/** The machine's monotonic clock. Safe for any thread. */
public final class SystemClock implements MonotonicClock {
    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** The same clock in microseconds. */
    public long micros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }
}
