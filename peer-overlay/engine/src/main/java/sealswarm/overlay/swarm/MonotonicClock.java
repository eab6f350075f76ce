package sealswarm.overlay.swarm;

/** Time that only ever goes forward, for timeouts and rates. */
@FunctionalInterface
public interface MonotonicClock {
    /** Milliseconds since some fixed moment. */
    long millis();
}
