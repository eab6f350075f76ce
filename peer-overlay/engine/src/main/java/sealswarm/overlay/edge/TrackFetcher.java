package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.origin.AwaitedTrack;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.Patience;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.ReachInquiry;
import sealswarm.overlay.tracker.SwarmTable;
import sealswarm.overlay.tracker.TrackPolicy;
import sealswarm.overlay.tracker.TrackerDiscovery;

/**
 * Fetches tracks that were described here and uploaded elsewhere from this edge's siblings, as a peer of the EDGE domain among all
 * others, and hands each to the store when its last byte is checked and written. Every block is checked against the leaves the
 * studio brought, so siblings are trusted with nothing. A killed edge goes on from what was durable. Belongs to the edge's event
 * loop.
 */
final class TrackFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(TrackFetcher.class);
    private static final long TICK_MILLIS = 500;
    private static final Duration RENEWED = Duration.ofDays(1);
    private static final int MAX_CONNECTIONS = 200;
    private static final int UPLOAD_SLOTS = 50;
    private static final long HELD_BYTES = 16L << 20;

    private final Parts parts;
    private final Consumer<OriginTrack> fetched;
    private final FetchPlan plan = new FetchPlan();
    private final Map<SwarmId, Fetch> running = new HashMap<>();
    private long timer = -1;
    private long fetchedBytes;

    /** What a fetcher works with. */
    record Parts(
            Vertx vertx,
            WorkerExecutor workers,
            EdgePlatform platform,
            Overlay overlay,
            OriginStore store,
            SwarmTable table,
            Siblings siblings) {}

    /** A fetch under way; {@code opened} completes when the engine has it. */
    private static final class Fetch {
        private final Future<OverlayTrack> opened;
        private final Instant began;
        private Instant movedAt;
        private long heldBytes;
        private Optional<Future<Void>> ending = Optional.empty();

        private Fetch(Future<OverlayTrack> opened, Instant began) {
            this.opened = opened;
            this.began = began;
            this.movedAt = began;
        }
    }

    /**
     * A fetcher that is not started.
     *
     * @param fetched told of each track that became complete
     */
    TrackFetcher(Parts parts, Consumer<OriginTrack> fetched) {
        this.parts = parts;
        this.fetched = fetched;
    }

    /** Goes on with what an earlier process left. Without siblings nothing is ever fetched. */
    Future<Void> start() {
        if (parts.siblings().isEmpty()) {
            return Future.succeededFuture();
        }
        timer = parts.vertx().setPeriodic(TICK_MILLIS, ignored -> tick());
        return parts.workers()
                .executeBlocking(() -> parts.store().awaited(), false)
                .onSuccess(tracks -> tracks.forEach(this::described))
                .mapEmpty();
    }

    /** Begins nothing more; what runs is closed with the engine. */
    void stop() {
        parts.vertx().cancelTimer(timer);
    }

    /** Tracks being fetched. */
    int running() {
        return running.size();
    }

    /** Bytes fetched from siblings and others since the start. */
    long fetchedBytes() {
        return fetchedBytes;
    }

    /** A track's metainfo and leaves are here. */
    void described(SwarmId track) {
        if (!running.containsKey(track) && parts.store().track(track).isEmpty()) {
            plan.described(track, now());
        }
    }

    /** Its bytes are uploaded here: no longer fetches it. */
    Future<Void> makeWay(SwarmId track) {
        plan.forget(track);
        return end(track);
    }

    /** An upload of it ended. */
    void paused(SwarmId track) {
        if (parts.store().track(track).isEmpty() && !parts.store().isWithdrawn(track)) {
            plan.postpone(track, now(), FetchPlan.UPLOADED);
        }
    }

    private Instant now() {
        return parts.platform().clock().instant();
    }

    private void tick() {
        Instant now = now();
        plan.begin(now, running.size()).forEach(this::begin);
        List.copyOf(running.entrySet()).forEach(each -> watch(each.getKey(), each.getValue(), now));
    }

    private void begin(SwarmId track) {
        Instant now = now();
        Future<OverlayTrack> opened = parts.workers()
                .executeBlocking(() -> parts.store().beginFetch(track), false)
                .compose(awaited -> awaited.isEmpty()
                        ? Future.failedFuture(new IllegalStateException("it is not to be fetched now"))
                        : join(awaited.get()));
        Fetch fetch = new Fetch(opened, now);
        running.put(track, fetch);
        opened.onSuccess(open -> open.whenComplete().onSuccess(whole -> finish(track, fetch)))
                .onFailure(failure -> {
                    LOG.warn("track {} is not fetched: {}", track, failure.toString());
                    giveUp(track, FetchPlan.STALLED);
                });
    }

    private Future<OverlayTrack> join(AwaitedTrack awaited) {
        Set<String> hosts = FoundHosts.none();
        TrackRequest request = new TrackRequest(
                awaited.metainfo(),
                awaited.companion(),
                awaited.directory(),
                new SwarmSettings(MAX_CONNECTIONS, UPLOAD_SLOTS, 0, 0, HELD_BYTES, Patience.DEFAULT),
                FallbackPolicy.ALWAYS,
                host -> admits(awaited, hosts, host),
                Optional.empty());
        return parts.overlay().open(request).onSuccess(track -> {
            TrackerDiscovery discovery = new TrackerDiscovery(
                    parts.vertx(),
                    awaited.ids(),
                    parts.siblings().trackers(awaited.swarmId(), now()),
                    parts.overlay().port(),
                    ReachInquiry.NONE,
                    parts.platform().secrets());
            track.discover(new FoundHosts(discovery, hosts));
            LOG.info("fetching track {} from siblings", awaited.swarmId());
        });
    }

    private boolean admits(AwaitedTrack awaited, Set<String> hosts, String host) {
        try {
            boolean open = awaited.policy().stock() == TrackPolicy.Admission.OPEN;
            return !parts.table().isBanned(InetAddress.getByName(host)) && (open || hosts.contains(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The last block is checked: what is not yet on disk goes there with the close. */
    private void finish(SwarmId track, Fetch fetch) {
        if (fetch.ending.isPresent()) {
            return;
        }
        fetch.ending = Optional.of(fetch.opened
                .result()
                .close()
                .compose(closed ->
                        parts.workers().executeBlocking(() -> parts.store().finishFetch(track), false))
                .onComplete(moved -> running.remove(track))
                .onSuccess(moved -> settle(track, moved))
                .onFailure(failure -> {
                    LOG.error("fetched track {} cannot be kept", track, failure);
                    plan.postpone(track, now(), FetchPlan.STALLED);
                })
                .<Void>mapEmpty()
                .otherwiseEmpty());
    }

    private void settle(SwarmId track, Optional<OriginTrack> moved) {
        if (moved.isPresent()) {
            LOG.info("track {} fetched from siblings", track);
            fetchedBytes += moved.get().sizeBytes();
            fetched.accept(moved.get());
        } else {
            plan.postpone(track, now(), FetchPlan.STALLED);
        }
    }

    /** A fetch that brings nothing gives its place to one that waits; an old one begins anew with fresh tokens. */
    private void watch(SwarmId track, Fetch fetch, Instant now) {
        if (!fetch.opened.succeeded() || fetch.ending.isPresent()) {
            return;
        }
        fetch.opened.result().progress().map(TrackProgress::heldBytes).onSuccess(held -> {
            if (held > fetch.heldBytes) {
                fetch.heldBytes = held;
                fetch.movedAt = now;
            }
        });
        boolean stalled = !fetch.movedAt.plus(FetchPlan.STALLED).isAfter(now) && plan.isAnyDue(now);
        if (stalled || !fetch.began.plus(RENEWED).isAfter(now)) {
            end(track).onSuccess(ended -> plan.postpone(track, now(), FetchPlan.DESCRIBED));
        }
    }

    private void giveUp(SwarmId track, Duration pause) {
        running.remove(track);
        parts.store().endFetch(track);
        if (!parts.store().isWithdrawn(track) && parts.store().track(track).isEmpty()) {
            plan.postpone(track, now(), pause);
        }
    }

    /** Ends a fetch, whatever it does now; what came stays. */
    private Future<Void> end(SwarmId track) {
        Fetch fetch = running.get(track);
        if (fetch == null) {
            return Future.succeededFuture();
        }
        Future<Void> ending = fetch.ending.orElseGet(
                () -> fetch.opened.compose(OverlayTrack::close).otherwiseEmpty().onComplete(closed -> {
                    running.remove(track);
                    parts.store().endFetch(track);
                }));
        fetch.ending = Optional.of(ending);
        return ending;
    }
}
