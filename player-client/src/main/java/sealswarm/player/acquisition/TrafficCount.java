package sealswarm.player.acquisition;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import sealswarm.format.key.TrackId;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.swarm.Totals;
import sealswarm.player.cache.TrafficTotals.Amounts;

/** Turns the counters of tracks, which begin anew whenever a track is opened, into what has come since the last look. Any thread. */
final class TrafficCount {
    private static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0);

    /** By the opened track: an equal key is the same object. */
    private final Map<Object, Totals> seen = new WeakHashMap<>();

    private final Map<TrackId, Long> fetched = new HashMap<>();
    private final Map<TrackId, Long> cached = new HashMap<>();

    /**
     * What is new.
     *
     * @param opened stands for the track as long as it is open; compared by {@code equals}
     */
    synchronized Amounts news(TrackId id, Object opened, TrackProgress progress) {
        Totals now = progress.totals();
        Totals before = seen.getOrDefault(opened, NOTHING);
        long peers = Math.max(0, now.fromPeers() - before.fromPeers());
        long edge = Math.max(0, now.fromSources() - before.fromSources());
        long up = Math.max(0, now.uploaded() - before.uploaded());
        // An answer that was overtaken by a later one is not news.
        if (now.fromPeers() + now.fromSources() + now.uploaded()
                >= before.fromPeers() + before.fromSources() + before.uploaded()) {
            seen.put(opened, now);
        }
        long all = fetched.merge(id, peers + edge, Long::sum);
        long held = Math.max(0, progress.heldBytes() - all);
        long known = cached.getOrDefault(id, 0L);
        cached.put(id, Math.max(known, held));
        return new Amounts(up, peers, edge, Math.max(0, held - known));
    }
}
