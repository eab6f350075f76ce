package sealswarm.overlay.sim;

/** Something that does one thing after the other in virtual time, such as a disk or a hashing thread. */
final class SimQueue {
    private final SimClock clock;
    private long busyUntilMicros;

    SimQueue(SimClock clock) {
        this.clock = clock;
    }

    /** Runs {@code done} when work of so long is through; at once, within the call, if there is nothing to wait for. */
    void work(long micros, Runnable done) {
        if (micros == 0 && busyUntilMicros <= clock.micros()) {
            done.run();
            return;
        }
        busyUntilMicros = Math.max(clock.micros(), busyUntilMicros) + micros;
        clock.at(busyUntilMicros, done);
    }
}
