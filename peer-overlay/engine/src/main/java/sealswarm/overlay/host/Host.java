package sealswarm.overlay.host;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;

/**
 * A running host: asks the edge what is needed, holds and serves it, gives up what is recalled. The Vert.x instance must have one
 * event loop, on which everything here happens; public methods are safe for any thread.
 */
public final class Host {
    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final long TICK_MILLIS = 250;

    /** How often the edge is asked which tracks must go; after a failure every minute. */
    static final Duration RECALL_EVERY = Duration.ofMinutes(10);

    /** How often the edge is asked what is needed; after a failure every minute. */
    static final Duration PLAN_EVERY = Duration.ofMinutes(10);

    /** Papers older than this are renewed; their tokens live for a week. */
    static final Duration PAPERS_LIFE = Duration.ofDays(3);

    /** What the disk keeps free whatever the budget. */
    static final long RESERVE_BYTES = 256L << 20;

    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(1);
    private static final Duration LIMITS_EVERY = Duration.ofSeconds(2);
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);
    private static final Duration RENEW_EVERY = Duration.ofHours(1);
    private static final Duration REFUSED_FOR = Duration.ofHours(1);

    private final Vertx vertx;
    private final Overlay overlay;
    private final HostSettings settings;
    private final InstantSource clock;
    private final WorkerExecutor worker;
    private final HostShelf shelf;
    private final HostApi api;
    private final HostTracks tracks;
    private final long taste;
    private final Errand recall = new Errand(RECALL_EVERY, AGAIN);
    private final Errand plan = new Errand(PLAN_EVERY, AGAIN);
    private final Errand renew = new Errand(RENEW_EVERY, AGAIN);
    private final Errand count = new Errand(COUNT_EVERY, COUNT_EVERY);
    private final Errand limit = new Errand(LIMITS_EVERY, LIMITS_EVERY);
    private final Errand write = new Errand(WRITE_EVERY, AGAIN);
    private final Map<SwarmId, Refusal> refusals = new HashMap<>();
    private HostLimits limits;
    private Optional<String> trouble = Optional.empty();
    private Optional<String> limitsTrouble = Optional.empty();
    private Future<Void> changing = Future.succeededFuture();
    private long timer = -1;
    private boolean closed;

    /** Why a track was not taken in, and until when it is left alone. */
    private record Refusal(String reason, Instant until) {}

    /** What is on the disk when a host starts. */
    private record Found(HostShelf shelf, PeerSigningKey key, List<HostShelf.Placed> placed, HostLedger ledger) {}

    private Host(
            Vertx vertx,
            Overlay overlay,
            HostSettings settings,
            InstantSource clock,
            RandomGenerator random,
            WorkerExecutor worker,
            Found found) {
        this.vertx = vertx;
        this.overlay = overlay;
        this.settings = settings;
        this.limits = settings.limits();
        this.clock = clock;
        this.worker = worker;
        this.shelf = found.shelf();
        this.taste = random.nextLong();
        this.api = new HostApi(
                vertx, settings.server(), PeerKeyThumbprint.ofKey(found.key().publicKey()));
        this.tracks = new HostTracks(
                vertx, overlay, random, found.key(), found.ledger().servedBytes(), plan::hasten);
    }

    /**
     * Starts a host on a listening engine and opens what it holds already.
     *
     * @param random chance for ids and choices; a secure source in production
     * @return fails with an {@link IOException} if the directory cannot be used or another host uses it
     */
    public static Future<Host> start(
            Vertx vertx, Overlay overlay, HostSettings settings, InstantSource clock, RandomGenerator random) {
        Promise<Host> started = Promise.promise();
        vertx.getOrCreateContext().runOnContext(ignored -> {
            WorkerExecutor worker = vertx.createSharedWorkerExecutor("host-shelf", 1);
            worker.executeBlocking(() -> look(settings, random), false)
                    .map(found -> new Host(vertx, overlay, settings, clock, random, worker, found).begun(found))
                    .onFailure(failure -> worker.close())
                    .onComplete(started);
        });
        return started.future();
    }

    private static Found look(HostSettings settings, RandomGenerator random) throws IOException {
        HostShelf shelf = HostShelf.open(settings.directory());
        try {
            return new Found(shelf, shelf.ownKey(random), shelf.placed(), shelf.ledger());
        } catch (IOException | RuntimeException e) {
            shelf.close();
            throw e;
        }
    }

    private Host begun(Found found) {
        apply(limits);
        HostLedger.Line fresh = new HostLedger.Line(0, clock.instant());
        found.placed()
                .forEach(each -> tracks.open(
                        each, found.ledger().tracks().getOrDefault(each.papers().swarmId(), fresh)));
        timer = vertx.setPeriodic(1, TICK_MILLIS, ignored -> tick());
        return this;
    }

    private void tick() {
        run(count, () -> tracks.count(clock.instant()));
        run(limit, () -> onDisk(shelf::limits).onComplete(read -> obey(read.result(), read.cause())));
        run(write, this::writeLedger);
        run(recall, () -> asking(api.recalled(tracks.ids())).compose(gone -> changed(() -> purge(gone))));
        run(plan, () -> changed(this::followPlan));
        run(renew, () -> changed(this::renewPapers));
    }

    /** A limits file that cannot be understood changes nothing. */
    private void obey(@Nullable String text, @Nullable Throwable failure) {
        try {
            if (text == null) {
                throw new IllegalArgumentException(String.valueOf(failure), failure);
            }
            HostLimits next = settings.limits().changedBy(text);
            limitsTrouble = Optional.empty();
            if (!next.equals(limits)) {
                LOG.info("limits are now {}", next);
                apply(next);
            }
        } catch (IllegalArgumentException e) {
            limitsTrouble = Optional.of("limits file: " + e.getMessage());
        }
    }

    private void apply(HostLimits next) {
        limits = next;
        overlay.setLimits(next.uploadLimit(), next.downloadLimit());
        tracks.share(next.sharing());
        plan.hasten();
    }

    private Future<Void> writeLedger() {
        HostLedger ledger = tracks.ledger();
        return onDisk(() -> {
                    shelf.write(ledger);
                    return true;
                })
                .mapEmpty();
    }

    private void run(Errand errand, Supplier<Future<?>> work) {
        if (!closed && errand.begins(clock.instant())) {
            work.get().onComplete(done -> {
                if (done.succeeded()) {
                    errand.succeeded(clock.instant());
                } else {
                    errand.failed(clock.instant());
                }
            });
        }
    }

    /** Changes to what is held go one after another. */
    private Future<Void> changed(Supplier<Future<Void>> change) {
        changing = changing.transform(before -> closed ? Future.succeededFuture() : change.get());
        return changing;
    }

    private <T> Future<T> onDisk(Callable<T> work) {
        return worker.executeBlocking(work, false);
    }

    /** Keeps in mind whether the edge answers. */
    private <T> Future<T> asking(Future<T> answer) {
        return answer.onSuccess(said -> trouble = Optional.empty()).onFailure(failure -> {
            String message = settings.server() + ": " + failure.getMessage();
            if (trouble.isEmpty()) {
                LOG.warn("the edge does not answer as it should, asking again every minute: {}", message);
            }
            trouble = Optional.of(message);
        });
    }

    private Future<Void> purge(Set<SwarmId> recalled) {
        Future<Void> all = Future.succeededFuture();
        for (SwarmId swarmId : recalled) {
            LOG.info("track {} is recalled by the shop", swarmId);
            all = all.compose(before -> giveUp(swarmId));
        }
        return all;
    }

    private Future<Void> giveUp(SwarmId swarmId) {
        if (!tracks.holds(swarmId)) {
            return Future.succeededFuture();
        }
        return tracks.close(swarmId)
                .compose(line -> onDisk(() -> {
                    shelf.remove(swarmId);
                    return true;
                }))
                .mapEmpty();
    }

    private Future<Void> followPlan() {
        if (limits.sharing() == Sharing.PAUSED) {
            return Future.succeededFuture();
        }
        return asking(api.offers())
                .compose(offers -> tracks.count(clock.instant())
                        .compose(counted -> onDisk(shelf::usableBytes))
                        .map(usable -> HostPlan.of(view(offers, usable))))
                .compose(this::follow);
    }

    private HostPlan.View view(List<HostOffer> offers, long usableBytes) {
        Instant now = clock.instant();
        refusals.values().removeIf(refusal -> !refusal.until().isAfter(now));
        List<HostOffer> wanted = offers.stream()
                .filter(offer -> !refusals.containsKey(offer.swarmId()))
                .toList();
        long free = Math.max(0, usableBytes - RESERVE_BYTES - tracks.missingBytes());
        return new HostPlan.View(settings.budgetBytes(), free, now, tracks.held(), wanted, taste);
    }

    private Future<Void> follow(HostPlan decided) {
        Future<Void> all = Future.succeededFuture();
        for (SwarmId swarmId : decided.evict()) {
            LOG.info("track {} makes room", swarmId);
            all = all.compose(before -> giveUp(swarmId));
        }
        for (SwarmId swarmId : decided.fetch()) {
            HostLedger.Line fresh = new HostLedger.Line(0, clock.instant());
            all = all.compose(before -> takeIn(swarmId))
                    .compose(placed -> tracks.open(placed, fresh))
                    .recover(failure -> refused(swarmId, failure));
        }
        return all;
    }

    private Future<Void> refused(SwarmId swarmId, Throwable failure) {
        LOG.warn("track {} is not taken in: {}", swarmId, failure.getMessage());
        refusals.put(
                swarmId,
                new Refusal(
                        String.valueOf(failure.getMessage()), clock.instant().plus(REFUSED_FOR)));
        return Future.succeededFuture();
    }

    /** Fetches a track's papers, checks and keeps them. */
    private Future<HostShelf.Placed> takeIn(SwarmId swarmId) {
        return api.document(swarmId, HostApi.Document.STATEMENT)
                .compose(statement -> api.document(swarmId, HostApi.Document.METAINFO)
                        .compose(metainfo -> api.document(swarmId, HostApi.Document.COMPANION)
                                .map(Optional::of)
                                .otherwise(Optional.empty())
                                .map(companion -> new TrackPapers.Raw(
                                        new TrackPapers.Text(metainfo),
                                        companion.map(TrackPapers.Text::new),
                                        new TrackPapers.Text(statement)))))
                .compose(raw -> onDisk(() -> placed(swarmId, raw)));
    }

    private HostShelf.Placed placed(SwarmId swarmId, TrackPapers.Raw raw) throws IOException, TrackPapers.Refused {
        PeerPublicKey key = shelf.edgeKey()
                .or(() -> HostStatement.unverifiedKey(raw.statement().utf8()))
                .orElseThrow(() -> new TrackPapers.Refused("the shop's statement is none"));
        TrackPapers papers = TrackPapers.checked(swarmId, raw, key);
        if (shelf.edgeKey().isEmpty()) {
            shelf.pin(key);
        }
        return shelf.place(papers, raw, clock.instant());
    }

    private Future<Void> renewPapers() {
        Future<Void> all = Future.succeededFuture();
        for (SwarmId swarmId : tracks.withPapersBefore(clock.instant().minus(PAPERS_LIFE))) {
            all = all.compose(before -> asking(takeIn(swarmId)))
                    .compose(placed -> tracks.close(swarmId).compose(line -> tracks.open(placed, line)));
        }
        return all;
    }

    /** What it holds and has done, as of a few seconds ago. */
    public Future<HostStatus> status() {
        Promise<HostStatus> answer = Promise.promise();
        vertx.getOrCreateContext().runOnContext(ignored -> answer.complete(now()));
        return answer.future();
    }

    private HostStatus now() {
        Map<SwarmId, String> reasons = new HashMap<>();
        refusals.forEach((id, refusal) -> reasons.put(id, refusal.reason()));
        return tracks.status(settings.budgetBytes(), limits, trouble.or(() -> limitsTrouble), reasons);
    }

    /** Leaves all swarms, writes down what was served and ends; tells how it was at the end. The engine stays. */
    public Future<HostStatus> close() {
        Promise<HostStatus> done = Promise.promise();
        vertx.getOrCreateContext().runOnContext(ignored -> {
            closed = true;
            vertx.cancelTimer(timer);
            changing.transform(changed -> tracks.count(clock.instant()))
                    .transform(counted -> writeLedger())
                    .transform(written -> {
                        HostStatus end = now();
                        return closeTracks().transform(left -> closeShelf()).map(end);
                    })
                    .onComplete(done);
        });
        return done.future();
    }

    private Future<Void> closeTracks() {
        return Future.join(tracks.ids().stream().map(tracks::close).toList()).mapEmpty();
    }

    private Future<Void> closeShelf() {
        api.close();
        return onDisk(() -> {
                    shelf.close();
                    return true;
                })
                .eventually(worker::close)
                .otherwiseEmpty()
                .mapEmpty();
    }
}
