package sealswarm.overlay.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;

/** Who is being served: a holder of tokens of one swarm that came within the last ten minutes. Not thread-safe. */
final class Viewers {
    /** Silence after which a viewer is a new one. */
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Viewers remembered; of more, those that were silent longest are forgotten. */
    static final int MAX_VIEWERS = 100_000;

    private final Map<Viewer, Instant> seen = new LinkedHashMap<>();

    private record Viewer(SwarmId swarm, Pseudonym subject) {}

    boolean isServed(EdgeToken token, Instant now) {
        Instant last = seen.get(new Viewer(token.swarmId(), token.subject()));
        return last != null && last.plus(REMEMBERED).isAfter(now);
    }

    void served(EdgeToken token, Instant now) {
        Viewer viewer = new Viewer(token.swarmId(), token.subject());
        // Taken out first, so that the map's order is that of the last visit.
        seen.remove(viewer);
        seen.put(viewer, now);
        Iterator<Map.Entry<Viewer, Instant>> oldest = seen.entrySet().iterator();
        while (oldest.hasNext()) {
            boolean isGone = !oldest.next().getValue().plus(REMEMBERED).isAfter(now);
            if (!isGone && seen.size() <= MAX_VIEWERS) {
                return;
            }
            oldest.remove();
        }
    }

    int count() {
        return seen.size();
    }
}
