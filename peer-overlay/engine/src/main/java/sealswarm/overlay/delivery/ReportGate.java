package sealswarm.overlay.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/** How often one holder may report of one track: so few liars stay few in the sums. Not thread-safe. */
final class ReportGate {
    /** Reports of one holder, track and hour: one every five minutes, and the ends of some plays. */
    static final int MAX_PER_HOUR = 30;

    /** Holders and tracks remembered within an hour; further ones are refused. */
    static final int MAX_REPORTERS = 100_000;

    private final Map<Reporter, Integer> counts = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    private record Reporter(SwarmId track, Pseudonym holder) {}

    boolean admits(SwarmId track, Pseudonym holder, Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.HOURS);
        if (!current.equals(hour)) {
            hour = current;
            counts.clear();
        }
        Reporter reporter = new Reporter(track, holder);
        if (counts.size() >= MAX_REPORTERS && !counts.containsKey(reporter)) {
            return false;
        }
        return counts.merge(reporter, 1, Integer::sum) <= MAX_PER_HOUR;
    }
}
