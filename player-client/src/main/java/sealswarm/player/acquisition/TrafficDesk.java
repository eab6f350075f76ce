package sealswarm.player.acquisition;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import sealswarm.player.cache.TrafficTotals;
import sealswarm.player.playback.Activity;
import sealswarm.player.playback.PlainTrack;
import sealswarm.player.playback.Traffic;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.validation.MonotonicMillis;

/**
 * Holds a player to its owner's rules: sees what goes on, sets the engine's limits, opens and pauses serving, and counts. Any thread;
 * the totals are written on the workers.
 */
public final class TrafficDesk {
    /** What was asked or given this long ago is over. */
    static final long IDLE_MILLIS = 60_000;

    private final TrackDesk desk;
    private final MonotonicMillis clock;
    private final TrafficTotals totals;
    private final WorkerExecutor workers;
    private final TrafficCount count = new TrafficCount();
    private final long mediaBytesPerSecond;
    private TrafficRules rules;
    private Activity activity = Activity.IDLE;
    private long playedMillis;
    private long askedMillis;

    /** What a desk of this kind works with, apart from title and rules. */
    public record Tools(TrackDesk desk, MonotonicMillis clock, TrafficTotals totals, WorkerExecutor workers) {}

    /** The rules hold at once. */
    public TrafficDesk(Tools tools, LicensedTitle title, TrafficRules rules) {
        this.desk = tools.desk();
        this.clock = tools.clock();
        this.totals = tools.totals();
        this.workers = tools.workers();
        this.mediaBytesPerSecond = title.media().stream()
                .mapToLong(PlainTrack::bytesPerSecond)
                .max()
                .orElse(0);
        this.rules = rules;
        apply();
    }

    /** Applies rules, or a choice about peers, that are new. */
    public synchronized void apply() {
        desk.apply(traffic());
    }

    /** Other rules from now on. */
    public synchronized void follow(TrafficRules next) {
        rules = next;
        apply();
    }

    /** The rules in force. */
    public synchronized TrafficRules rules() {
        return rules;
    }

    /** What follows from them now. */
    public synchronized Traffic traffic() {
        return rules.traffic(desk.choice(), activity, mediaBytesPerSecond);
    }

    /** Something to play was asked for. */
    synchronized void asked() {
        askedMillis = clock.now();
        if (activity == Activity.IDLE) {
            become(Activity.LOADING);
        }
    }

    /** Something plays. */
    synchronized void playing() {
        playedMillis = clock.now();
        become(Activity.PLAYING);
    }

    /** A whole title is fetched from now on. */
    public synchronized void fetching() {
        become(Activity.FETCHING);
    }

    /** Notices what is over. */
    synchronized void tick() {
        long now = clock.now();
        if (activity == Activity.PLAYING && now - playedMillis >= IDLE_MILLIS) {
            become(Activity.LOADING);
        }
        if (activity == Activity.LOADING && now - askedMillis >= IDLE_MILLIS) {
            become(Activity.IDLE);
        }
    }

    private void become(Activity next) {
        if (activity != next) {
            activity = next;
            apply();
        }
    }

    /** Counts what open tracks have moved. */
    public Future<Void> count() {
        return Future.join(desk.tracks().stream()
                        .map(track -> track.swarm()
                                .progress()
                                .onSuccess(progress ->
                                        totals.add(count.news(track.track().id(), track.swarm(), progress))))
                        .toList())
                .mapEmpty();
    }

    /** As {@link #count}; the totals are on disk when the future completes. */
    public Future<Void> keep() {
        return count().compose(counted -> workers.executeBlocking(this::save, true));
    }

    private Void save() throws IOException {
        totals.save();
        return null;
    }

    /** Bytes of this home, over all runs. */
    public TrafficTotals.Amounts totals() {
        return totals.all();
    }
}
