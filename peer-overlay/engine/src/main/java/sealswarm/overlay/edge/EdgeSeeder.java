package sealswarm.overlay.edge;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.delivery.Deliveries;
import sealswarm.overlay.mapping.Gateway;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.Patience;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.tracker.SwarmTable;
import sealswarm.overlay.transport.UtpUse;

/** Seeds every complete track to peers, from where the origin store keeps it. Belongs to the edge's event loop. */
final class EdgeSeeder {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeSeeder.class);
    private static final int DISK_THREADS = 8;
    private static final long DISK_QUEUE_BYTES = 128L << 20;
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int UPLOAD_SLOTS = 500;
    private static final long HELD_BYTES = 4L << 20;

    private final Overlay overlay;
    private final Deliveries deliveries;
    private final SwarmTable table;
    private final EdgeMember member;
    private final Map<SwarmId, Seeded> seeded = new HashMap<>();

    /** A track in the engine, and what was last counted of it. */
    private static final class Seeded {
        private final Future<OverlayTrack> opened;
        private final Optional<SwarmId> companion;
        private long countedBytes;

        private Seeded(Future<OverlayTrack> opened, Optional<SwarmId> companion) {
            this.opened = opened;
            this.companion = companion;
        }
    }

    EdgeSeeder(Overlay overlay, Deliveries deliveries, SwarmTable table, EdgeMember member) {
        this.member = member;
        this.table = table;
        this.overlay = overlay;
        this.deliveries = deliveries;
    }

    /** The engine's settings for an edge that listens at the address. */
    static OverlaySettings settings(String host, int port, int processors) {
        return new OverlaySettings(
                host,
                port,
                DISK_THREADS,
                Math.max(1, processors - 1),
                DISK_QUEUE_BYTES,
                OverlaySettings.HANDSHAKE_MILLIS,
                UtpUse.FALLBACK,
                new Gateway.Nobody());
    }

    int port() {
        return overlay.port();
    }

    /**
     * Seeds a track; one that is seeded already is opened anew only if it got a companion since.
     *
     * @return completes when peers are let in, or, with the reason in the log, when they cannot be
     */
    Future<Void> seed(OriginTrack track) {
        SwarmId id = track.swarmId();
        Optional<SwarmId> companion = track.companion()
                .map(metainfo -> new SwarmId(metainfo.infoHashes().swarmId().hex()));
        Seeded known = seeded.get(id);
        if (known != null && known.companion.equals(companion)) {
            filterChanged();
            return known.opened.<Void>mapEmpty().otherwiseEmpty();
        }
        Future<Void> closed = known == null ? Future.succeededFuture() : close(id, known);
        Future<OverlayTrack> opened = closed.compose(nothing -> overlay.open(request(track)))
                .onSuccess(open -> {
                    member.certify(id, open);
                    open.admitStrangers(host -> isAddress(host, at -> table.admitsStranger(infoHash(id), at)));
                })
                .onFailure(failure -> LOG.error("track {} is not seeded to peers", id, failure));
        seeded.put(id, new Seeded(opened, companion));
        return opened.<Void>mapEmpty().otherwiseEmpty();
    }

    private TrackRequest request(OriginTrack track) {
        return new TrackRequest(
                track.metainfo(),
                track.companion(),
                track.directory(),
                new SwarmSettings(MAX_CONNECTIONS, UPLOAD_SLOTS, 0, 0, HELD_BYTES, Patience.DEFAULT),
                FallbackPolicy.ALWAYS,
                host -> admits(track.swarmId(), host),
                Optional.of(member.key()));
    }

    /** What the tracker refuses, the peer port does not serve. */
    private boolean admits(SwarmId swarmId, String host) {
        return isAddress(host, at -> table.admitsPeer(infoHash(swarmId), at));
    }

    private static InfoHash infoHash(SwarmId swarmId) {
        return InfoHash.ofHex(swarmId.hex());
    }

    private static boolean isAddress(String host, Predicate<InetAddress> that) {
        try {
            return that.test(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** An address was banned, or a policy changed: peers who may be here no more are dropped. */
    void filterChanged() {
        seeded.values().stream()
                .filter(track -> track.opened.succeeded())
                .forEach(track -> track.opened.result().filterChanged());
    }

    /** Serves a track to nobody any more. */
    Future<Void> withdraw(SwarmId id) {
        Seeded known = seeded.remove(id);
        return known == null ? Future.succeededFuture() : close(id, known);
    }

    private Future<Void> close(SwarmId id, Seeded known) {
        return count(id, known)
                .compose(nothing -> known.opened)
                .compose(OverlayTrack::close)
                .otherwiseEmpty();
    }

    /** Adds what went to peers since the last call to the deliveries. */
    Future<Void> count() {
        Future<Void> all = Future.succeededFuture();
        for (Map.Entry<SwarmId, Seeded> each : seeded.entrySet()) {
            all = Future.join(all, count(each.getKey(), each.getValue())).mapEmpty();
        }
        return all;
    }

    private Future<Void> count(SwarmId id, Seeded track) {
        if (!track.opened.succeeded()) {
            return Future.succeededFuture();
        }
        return track.opened
                .result()
                .progress()
                .onSuccess(progress -> {
                    deliveries.peer(id, progress.totals().uploaded() - track.countedBytes);
                    track.countedBytes = progress.totals().uploaded();
                })
                .compose(progress -> member.count(id, track.opened.result()))
                .otherwiseEmpty()
                .mapEmpty();
    }

    /** Proves itself with a certificate that has not ended, in every track. */
    void renewCertificates() {
        seeded.forEach((id, track) -> {
            if (track.opened.succeeded()) {
                member.certify(id, track.opened.result());
            }
        });
    }

    /** Tracks peers can get blocks of now. */
    int ready() {
        return (int) seeded.values().stream()
                .filter(track -> track.opened.succeeded())
                .count();
    }

    Future<Void> stop() {
        return count().transform(counted -> overlay.close());
    }
}
