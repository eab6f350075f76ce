package sealswarm.overlay.delivery;

import java.time.Instant;
import sealswarm.overlay.http.HourlyLimit;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/** How often one holder may report of one track: so few liars stay few in the sums. Not thread-safe. */
final class ReportGate {
    /** Reports of one holder, track and hour: one every five minutes, and the ends of some plays. */
    static final int MAX_PER_HOUR = 30;

    /** Holders and tracks remembered within an hour; further ones are refused. */
    static final int MAX_REPORTERS = 100_000;

    private final HourlyLimit<Reporter> reports = new HourlyLimit<>(MAX_PER_HOUR, MAX_REPORTERS);

    private record Reporter(SwarmId track, Pseudonym holder) {}

    boolean admits(SwarmId track, Pseudonym holder, Instant now) {
        return reports.admits(new Reporter(track, holder), now);
    }
}
