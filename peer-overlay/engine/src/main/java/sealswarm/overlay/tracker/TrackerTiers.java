package sealswarm.overlay.tracker;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which tracker to ask next (BEP 12): tiers in order, within a tier in a random order that moves a tracker that answered to its
 * front. A tracker that said never is not asked again. Not thread-safe.
 */
final class TrackerTiers {
    /** Most trackers taken from a metainfo. */
    static final int MAX_TRACKERS = 50;

    private final List<List<URI>> tiers = new ArrayList<>();
    private final Set<URI> never = new HashSet<>();
    private int tier;
    private int place;

    TrackerTiers(List<List<String>> urls, RandomGenerator random) {
        int taken = 0;
        for (List<String> group : urls) {
            List<URI> tierUrls = new ArrayList<>();
            for (String url : group) {
                Optional<URI> usable = usable(url);
                if (usable.isPresent() && taken < MAX_TRACKERS) {
                    tierUrls.add(random.nextInt(tierUrls.size() + 1), usable.get());
                    taken++;
                }
            }
            if (!tierUrls.isEmpty()) {
                tiers.add(tierUrls);
            }
        }
    }

    /** HTTP trackers with a host; everything else (UDP, WebSocket, junk) is left out. */
    private static Optional<URI> usable(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean isHttp = scheme.equals("http") || scheme.equals("https");
            return isHttp && uri.getHost() != null && uri.getUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Where to announce now; nothing if no tracker is left. */
    Optional<URI> current() {
        while (tier < tiers.size()) {
            List<URI> group = tiers.get(tier);
            while (place < group.size()) {
                if (!never.contains(group.get(place))) {
                    return Optional.of(group.get(place));
                }
                place++;
            }
            tier++;
            place = 0;
        }
        return Optional.empty();
    }

    /** The current tracker answered: it goes first in its tier, and the next announce begins at the first tier again. */
    void answered() {
        List<URI> group = tiers.get(tier);
        group.add(0, group.remove(place));
        restart();
    }

    /** The current tracker did not answer or refused; true if there is another to try now. */
    boolean failed() {
        place++;
        return current().isPresent();
    }

    /** The current tracker said that it will never take this swarm. */
    void refusedForGood() {
        current().ifPresent(never::add);
    }

    /** Begins at the first tier again. */
    void restart() {
        tier = 0;
        place = 0;
    }
}
