package sealswarm.onebox.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Real time, and a step forward when the story needs one: only accounting runs by it. Thread-safe. */
final class MovableClock implements InstantSource {
    private final InstantSource real;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    MovableClock(InstantSource real) {
        this.real = real;
    }

    /** From now on this clock shows at least that moment. */
    void moveTo(Instant moment) {
        Duration step = Duration.between(real.instant(), moment);
        ahead.accumulateAndGet(step, (before, after) -> before.compareTo(after) >= 0 ? before : after);
    }

    @Override
    public Instant instant() {
        return real.instant().plus(ahead.get());
    }
}
