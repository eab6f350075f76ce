package sealswarm.console.progress;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when a line of progress is due: at each further tenth of the total, or five seconds after the last line. Pure apart
 * from what it remembers; used by one thread at a time.
 */
final class ProgressPace {
    static final Duration QUIET_AT_MOST = Duration.ofSeconds(5);
    private static final int TENTHS = 10;

    private final long total;
    private long tenthShown;
    private Instant shownAt;

    ProgressPace(long total, Instant startedAt) {
        this.total = total;
        this.shownAt = startedAt;
    }

    /** Whether a line is due at {@code done} units; if so, it counts as shown. */
    boolean isDue(long done, Instant now) {
        long tenth = total <= 0 ? 0 : (long) ((double) Math.min(done, total) / total * TENTHS);
        boolean late = Duration.between(shownAt, now).compareTo(QUIET_AT_MOST) >= 0;
        if (tenth <= tenthShown && !late) {
            return false;
        }
        tenthShown = Math.max(tenth, tenthShown);
        shownAt = now;
        return true;
    }
}
