package sealswarm.overlay.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sealswarm.overlay.token.SwarmId;

/**
 * Which tracks this edge should fetch from its siblings now: those it knows by their leaves and that nobody uploads here. A studio
 * uploads to the first edge, right after it described the track; the wait tells that edge from the others. Pure: time comes in
 * with each call. Not thread-safe.
 */
final class FetchPlan {
    /** Tracks fetched at once. */
    static final int MAX_FETCHES = 4;

    /** Tracks waited for; a further one is fetched after the edge's next start. */
    static final int MAX_AWAITED = 100_000;

    /** How long after its description a track is left to its uploader. */
    static final Duration DESCRIBED = Duration.ofSeconds(2);

    /** How long an upload may pause before the rest is fetched. */
    static final Duration UPLOADED = Duration.ofMinutes(10);

    /** How long a fetch may bring nothing while others wait, and how long it then waits itself. */
    static final Duration STALLED = Duration.ofMinutes(5);

    private final Map<SwarmId, Instant> dueAt = new LinkedHashMap<>();

    /** The track's metainfo and leaves are here; one that is known already keeps its time. */
    void described(SwarmId track, Instant now) {
        if (dueAt.size() < MAX_AWAITED) {
            dueAt.putIfAbsent(track, now.plus(DESCRIBED));
        }
    }

    /** It is not to be fetched before {@code pause} is over; other tracks come first then. */
    void postpone(SwarmId track, Instant now, Duration pause) {
        dueAt.remove(track);
        if (dueAt.size() < MAX_AWAITED) {
            dueAt.put(track, now.plus(pause));
        }
    }

    /** Somebody does something with the track, or it is complete or gone. */
    void forget(SwarmId track) {
        dueAt.remove(track);
    }

    /** Takes out the tracks to begin with now, {@code running} being fetched already. */
    List<SwarmId> begin(Instant now, int running) {
        List<SwarmId> due = new ArrayList<>();
        for (Map.Entry<SwarmId, Instant> each : dueAt.entrySet()) {
            if (running + due.size() >= MAX_FETCHES) {
                break;
            }
            if (!each.getValue().isAfter(now)) {
                due.add(each.getKey());
            }
        }
        due.forEach(dueAt::remove);
        return due;
    }

    /** Whether a track waits for a place. */
    boolean isAnyDue(Instant now) {
        return dueAt.values().stream().anyMatch(due -> !due.isAfter(now));
    }
}
