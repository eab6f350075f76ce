package sealswarm.license.server.issuing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/**
 * Stops issuing once the wall clock has jumped against the monotonic one: leases made by a wrong clock would outlive what was
 * sold. Thread-safe.
 */
public final class ClockGuard {
    /** How far the clocks may drift apart while the server runs. */
    public static final Duration MAX_JUMP = Duration.ofSeconds(60);

    private final InstantSource wall;
    private final LongSupplier monotonicMillis;
    private final Instant wallAtStart;
    private final long monotonicAtStart;

    public ClockGuard(InstantSource wall, LongSupplier monotonicMillis) {
        this.wall = wall;
        this.monotonicMillis = monotonicMillis;
        this.wallAtStart = wall.instant();
        this.monotonicAtStart = monotonicMillis.getAsLong();
    }

    /**
     * The time, whole seconds.
     *
     * @throws ProblemException clock-unsound
     */
    public Instant now() {
        Instant now = wall.instant();
        Instant expected = wallAtStart.plusMillis(monotonicMillis.getAsLong() - monotonicAtStart);
        if (Duration.between(expected, now).abs().compareTo(MAX_JUMP) > 0) {
            throw ProblemException.of(
                    ProblemType.CLOCK_UNSOUND, "the server's clock jumped; set it right and restart the server");
        }
        return now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }
}
