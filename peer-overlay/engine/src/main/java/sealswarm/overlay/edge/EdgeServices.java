package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.delivery.Deliveries;
import sealswarm.overlay.delivery.DeliveryLog;
import sealswarm.overlay.delivery.DeliveryRoutes;
import sealswarm.overlay.http.HolderQuotas;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.origin.OriginRoutes;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.overlay.tracker.Endpoint;
import sealswarm.overlay.tracker.Locality;
import sealswarm.overlay.tracker.SwarmTable;
import sealswarm.overlay.tracker.TrackerLimits;
import sealswarm.overlay.tracker.TrackerRoutes;
import sealswarm.overlay.webseed.EdgeLinks;
import sealswarm.overlay.webseed.WebSeedRoutes;

/** The parts of a running edge and what they tell each other. Belongs to the edge's event loop. */
final class EdgeServices {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeServices.class);
    private static final long SWEEP_MILLIS = 1_000;
    private static final int SWEEP_BUDGET = 20_000;
    private static final long FLUSH_MILLIS = 60_000;
    private static final long CHECK_SECONDS = 2;
    private static final long ACCOUNT_MILLIS = 5_000;
    private static final long RENEW_MILLIS = 6 * 3_600_000L;

    private final Setting setting;
    private final OriginStore store;
    private final EdgeLinks links;
    private final TokenGate gate;
    private final SwarmTable table;
    private final TrackerRoutes tracker;
    private final OriginRoutes origin;
    private final WebSeedRoutes webSeed;
    private final Deliveries deliveries;
    private final EdgeSeeder seeder;
    private final Members members;
    private final TrackFetcher fetcher;
    private final SiblingWatch watch;
    private final EdgeLoad load;
    private long sweepTimer = -1;
    private long flushTimer = -1;
    private long accountTimer = -1;
    private long renewTimer = -1;

    /** What the edge runs on. */
    record Setting(
            Vertx vertx,
            WorkerExecutor workers,
            EdgePlatform platform,
            EdgeConfig config,
            Locality locality,
            Siblings siblings,
            Path data,
            EdgeName edge,
            String publicUrl,
            ConnectionLimits connections) {}

    /** What the edge has for peers that prove who they are. */
    record Members(PeerSigningKey certificateKey, Accounting accounting) {}

    EdgeServices(
            Setting setting, Overlay overlay, OriginStore store, TokenGate gate, EdgeLinks links, Members members) {
        this.members = members;
        this.setting = setting;
        this.store = store;
        this.gate = gate;
        this.links = links;
        this.deliveries = new Deliveries(setting.platform().clock());
        this.table = new SwarmTable(
                TrackerLimits.EDGE, setting.locality(), setting.platform().random());
        this.table.tell(members.accounting());
        this.seeder = new EdgeSeeder(
                overlay,
                deliveries,
                table,
                new EdgeMember(
                        members.certificateKey(),
                        setting.platform().secrets(),
                        members.accounting(),
                        setting.platform().clock()));
        this.fetcher = new TrackFetcher(
                new TrackFetcher.Parts(
                        setting.vertx(),
                        setting.workers(),
                        setting.platform(),
                        overlay,
                        store,
                        table,
                        setting.siblings()),
                this::changed);
        this.watch = new SiblingWatch(setting.vertx(), setting.platform().clock(), setting.siblings());
        this.load = new EdgeLoad(
                setting.config(),
                setting.platform().clock(),
                watch,
                table,
                setting.connections(),
                deliveries::totalBytes);
        HolderQuotas quotas = new HolderQuotas();
        this.tracker = new TrackerRoutes(table, gate, quotas, setting.platform().clock());
        this.origin = new OriginRoutes(store, gate, setting.workers(), uploads());
        this.webSeed = new WebSeedRoutes(
                store,
                gate,
                links,
                (holder, bytes) -> {
                    deliveries.webSeed(holder.swarmId(), bytes);
                    members.accounting().sentByHttp(holder, bytes);
                },
                new WebSeedRoutes.Limits(load, quotas, setting.platform().clock()));
    }

    void mount(Router router) {
        load.mount(router, gate, peerEndpoint());
        members.accounting().mount(router, gate, setting.workers());
        tracker.mount(router);
        origin.mount(router);
        webSeed.mount(router);
        new CertificateRoutes(
                        gate,
                        members.certificateKey(),
                        setting.workers(),
                        setting.platform().clock())
                .mount(router);
        new HostListRoutes(store, table, setting.platform().clock()).mount(router);
        new HostRoutes(
                        store,
                        links,
                        voice(members.certificateKey()),
                        setting.platform().clock(),
                        setting.platform().secrets())
                .mount(router);
        new OpsRoutes(store, table, gate, setting.workers(), deliveries::bytesOf, seeder::filterChanged).mount(router);
        new DeliveryRoutes(
                        new DeliveryRoutes.Parts(
                                store,
                                gate,
                                deliveries,
                                setting.locality(),
                                setting.workers(),
                                setting.platform().clock()),
                        deliveryDirectory())
                .mount(router);
        new WithdrawalRoutes(store, gate, this::withdraw, this::readmit).mount(router);
        new StatusRoutes(
                        new HashSet<>(setting.config().statusAllow()),
                        setting.platform().clock(),
                        this::checks,
                        this::metrics)
                .mount(router);
    }

    private HostRoutes.Voice voice(PeerSigningKey certificateKey) {
        EdgeConfig config = setting.config();
        String shop = config.storefrontUrl() == null ? setting.publicUrl() : config.storefrontUrl();
        String contact = config.abuseContact() == null ? shop : config.abuseContact();
        return new HostRoutes.Voice(setting.edge(), certificateKey, shop, contact);
    }

    Future<EdgeServices> start(HeadDeadlines deadlines) {
        table.seededBy(List.of(peerEndpoint()));
        table.answersReachAt(seeder.port());
        store.withdrawn().forEach(id -> table.withdraw(InfoHash.ofHex(id.hex())));
        store.tracks().forEach(this::changed);
        sweepTimer = setting.vertx().setPeriodic(SWEEP_MILLIS, timer -> {
            table.expire(setting.platform().clock().instant().getEpochSecond(), SWEEP_BUDGET);
            deadlines.sweep();
            measure();
        });
        watch.start();
        flushTimer = setting.vertx()
                .setPeriodic(FLUSH_MILLIS, timer -> seeder.count().onComplete(counted -> flush()));
        accountTimer = setting.vertx()
                .setPeriodic(ACCOUNT_MILLIS, timer -> members.accounting().flush(setting.workers()));
        renewTimer = setting.vertx().setPeriodic(RENEW_MILLIS, timer -> seeder.renewCertificates());
        return fetcher.start().map(this);
    }

    Future<Void> stop() {
        fetcher.stop();
        watch.stop();
        setting.vertx().cancelTimer(sweepTimer);
        setting.vertx().cancelTimer(flushTimer);
        setting.vertx().cancelTimer(accountTimer);
        setting.vertx().cancelTimer(renewTimer);
        return seeder.stop()
                .transform(stopped -> write(deliveries.drainAll()))
                .transform(flushed -> members.accounting().flush(setting.workers()));
    }

    /** What peers were given is asked of the engine only where it decides something. */
    private void measure() {
        Future<Void> counted = setting.config().maxBytesPerSecond() == 0 ? Future.succeededFuture() : seeder.count();
        counted.onComplete(ignored -> load.tick());
    }

    /** Where peers reach this edge, as the tracker tells them. */
    private Endpoint peerEndpoint() {
        String told = setting.config().publicPeerAddress();
        return Endpoint.ofLiteral(told == null ? setting.config().peerHost() : told, seeder.port());
    }

    private OriginRoutes.Listener uploads() {
        return new OriginRoutes.Listener() {
            @Override
            public Future<Void> changed(OriginTrack track) {
                return EdgeServices.this.changed(track);
            }

            @Override
            public void described(SwarmId track) {
                fetcher.described(track);
            }

            @Override
            public Future<Void> makeWay(SwarmId track) {
                return fetcher.makeWay(track);
            }

            @Override
            public void paused(SwarmId track) {
                fetcher.paused(track);
            }
        };
    }

    /** A track became complete, or its policy or companion changed. */
    private Future<Void> changed(OriginTrack track) {
        if (store.isWithdrawn(track.swarmId())) {
            return Future.succeededFuture();
        }
        table.register(track.ids(), track.policy());
        members.accounting().known(track.swarmId(), track.sizeBytes());
        return seeder.seed(track);
    }

    /** First nobody is served any more, durably; then the files go. */
    private Future<Void> withdraw(SwarmId swarmId) {
        return blocking(() -> store.withdraw(swarmId))
                .compose(done -> {
                    table.withdraw(InfoHash.ofHex(swarmId.hex()));
                    return Future.join(seeder.withdraw(swarmId), fetcher.makeWay(swarmId));
                })
                .compose(done -> blocking(() -> store.purge(swarmId)));
    }

    private Future<Void> readmit(SwarmId swarmId) {
        return blocking(() -> store.readmit(swarmId)).onSuccess(done -> table.readmit(InfoHash.ofHex(swarmId.hex())));
    }

    /** File work. */
    private interface DiskStep {
        void run() throws IOException;
    }

    private Future<Void> blocking(DiskStep step) {
        return setting.workers()
                .executeBlocking(
                        () -> {
                            step.run();
                            return true;
                        },
                        false)
                .mapEmpty();
    }

    private Future<Void> flush() {
        return write(deliveries.drain());
    }

    private Path deliveryDirectory() {
        return setting.data().resolve("delivery");
    }

    private Future<Void> write(List<DeliveryLog.Line> lines) {
        if (lines.isEmpty()) {
            return Future.succeededFuture();
        }
        return setting.workers()
                .executeBlocking(
                        () -> {
                            DeliveryLog.write(deliveryDirectory(), lines);
                            return lines.size();
                        },
                        false)
                .onFailure(failure -> LOG.error("delivery log cannot be written, {} lines lost", lines.size(), failure))
                .mapEmpty();
    }

    private Future<Map<String, String>> checks() {
        return setting.workers()
                .executeBlocking(
                        () -> {
                            store.probe();
                            return "ok";
                        },
                        false)
                .timeout(CHECK_SECONDS, TimeUnit.SECONDS)
                .otherwise(failure -> "cannot be written")
                .map(disk -> new TreeMap<>(Map.of("disk", disk)));
    }

    private String metrics() {
        Map<String, Long> peers = new HashMap<>();
        Map<TrustDomain, Integer> byDomain = table.entriesByDomain();
        for (TrustDomain domain : TrustDomain.values()) {
            peers.put(domain.name(), (long) byDomain.getOrDefault(domain, 0));
        }
        return new Prometheus()
                .labelled(
                        "sealswarm_edge_bytes_total",
                        "bytes of tracks sent",
                        "counter",
                        "source",
                        deliveries.bySource())
                .labelled("sealswarm_peers", "peers in all swarms", "gauge", "trust", peers)
                .gauge("sealswarm_seeded_tracks", "tracks peers can get now", seeder.ready())
                .gauge("sealswarm_swarms", "open swarms", table.swarmCount())
                .labelled(
                        "sealswarm_announces_total",
                        "announces and refused scrapes",
                        "counter",
                        "outcome",
                        Map.of("accepted", tracker.announces(), "refused", tracker.refusals()))
                .gauge("sealswarm_transfers", "web seed responses under way", webSeed.transfers())
                .gauge("sealswarm_uploads", "origin uploads under way", origin.running())
                .gauge("sealswarm_fetches", "tracks being fetched from siblings", fetcher.running())
                .counter(
                        "sealswarm_fetched_bytes_total",
                        "bytes of tracks fetched from siblings",
                        fetcher.fetchedBytes())
                .gauge("sealswarm_bans", "banned addresses", table.banCount())
                .labelled(
                        "sealswarm_acks_total",
                        "transfer acks believed, and sessions refused",
                        "counter",
                        "outcome",
                        members.accounting().acks())
                .gauge("sealswarm_load_permille", "load in thousandths of what is configured", load.permille())
                .gauge("sealswarm_viewers", "holders served by the web seed within ten minutes", load.viewers())
                .counter("sealswarm_shed_total", "requests of new viewers sent elsewhere", load.shed())
                .gauge(
                        "sealswarm_http_connections",
                        "open HTTP connections",
                        setting.connections().open())
                .counter(
                        "sealswarm_http_refused_total",
                        "HTTP connections over a cap",
                        setting.connections().refused())
                .counter(
                        "sealswarm_http_late_total",
                        "HTTP connections ended for want of a request",
                        setting.connections().deadlines().ended())
                .counter("sealswarm_delivery_lost_bytes_total", "bytes missing in the log", deliveries.lostBytes())
                .counter(
                        "sealswarm_quality_reports_total",
                        "reports of players",
                        deliveries.heard().reports())
                .counter(
                        "sealswarm_quality_dropped_total",
                        "reports missing in the log",
                        deliveries.heard().dropped())
                .counter(
                        "sealswarm_stalls_total",
                        "stalls players reported",
                        deliveries.heard().stalls())
                .counter(
                        "sealswarm_played_millis_total",
                        "media time players reported",
                        deliveries.heard().playedMillis())
                .counter(
                        "sealswarm_stalled_millis_total",
                        "time plays stood still, as players reported",
                        deliveries.heard().stalledMillis())
                .buckets(
                        "sealswarm_start_up_millis",
                        "start-up times players reported",
                        Deliveries.startUpBounds(),
                        deliveries.heard().startUp())
                .toString();
    }
}
