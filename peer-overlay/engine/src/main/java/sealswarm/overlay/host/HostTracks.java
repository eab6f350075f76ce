package sealswarm.overlay.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.swarm.Patience;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.swarm.Totals;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.webseed.EdgeBackstop;

/** The tracks of a host in the engine, and what each has served. Belongs to the host's event loop. */
final class HostTracks {
    private static final Logger LOG = LoggerFactory.getLogger(HostTracks.class);
    private static final SwarmSettings LIMITS = new SwarmSettings(100, 4, 0, 0, 4 << 20, Patience.DEFAULT);
    private static final int OFFSETS = 1 << 16;

    private final Vertx vertx;
    private final Overlay overlay;
    private final RandomGenerator random;
    private final PeerSigningKey key;
    private final Runnable onComplete;
    private final Map<SwarmId, Hosted> hosted = new LinkedHashMap<>();
    private final long servedBefore;
    private long servedBytes;
    private Sharing sharing = Sharing.OPEN;

    /** A track and what was last known of it. */
    private static final class Hosted {
        private final HostShelf.Placed placed;
        private final Future<OverlayTrack> opened;
        private long servedBytes;
        private long countedBytes;
        private Instant usedAt;
        private Optional<TrackProgress> last = Optional.empty();
        private int heldAcks;

        private Hosted(HostShelf.Placed placed, Future<OverlayTrack> opened, HostLedger.Line line) {
            this.placed = placed;
            this.opened = opened;
            this.servedBytes = line.servedBytes();
            this.usedAt = line.usedAt();
        }
    }

    /**
     * No tracks yet.
     *
     * @param key the host's own, which outlives it
     * @param servedBefore bytes served by earlier runs
     * @param onComplete told when a track that was arriving is whole
     */
    HostTracks(
            Vertx vertx,
            Overlay overlay,
            RandomGenerator random,
            PeerSigningKey key,
            long servedBefore,
            Runnable onComplete) {
        this.vertx = vertx;
        this.overlay = overlay;
        this.random = random;
        this.key = key;
        this.servedBefore = servedBefore;
        this.servedBytes = servedBefore;
        this.onComplete = onComplete;
    }

    /** Holds a track: looks at what its file has, then fetches and serves. */
    Future<Void> open(HostShelf.Placed placed, HostLedger.Line line) {
        TrackPapers papers = placed.papers();
        TrackRequest plain = TrackRequest.of(papers.metainfo(), placed.directory())
                .withSettings(LIMITS)
                .withPeerKey(key)
                .withPolicy(new EdgeBackstop(0, random.nextInt(OFFSETS)));
        TrackRequest request = papers.companion().map(plain::withCompanion).orElse(plain);
        Future<OverlayTrack> opened = overlay.open(request)
                .onSuccess(track -> {
                    track.setSharing(sharing);
                    new SwarmLinks(vertx, random)
                            .follow(
                                    request,
                                    track,
                                    overlay.port(),
                                    papers.metainfo().links());
                    track.whenComplete().onSuccess(done -> onComplete.run());
                })
                .onFailure(failure -> LOG.error("track {} cannot be opened: {}", papers.swarmId(), failure.toString()));
        hosted.put(papers.swarmId(), new Hosted(placed, opened, line));
        return opened.otherwiseEmpty().mapEmpty();
    }

    /** Serves peers, or nobody for now, of these tracks and of those to come. */
    void share(Sharing next) {
        sharing = next;
        hosted.values().stream()
                .filter(track -> track.opened.succeeded())
                .forEach(track -> track.opened.result().setSharing(next));
    }

    /** Leaves a track's swarm; tells what it has served, for the case that it is opened again. */
    Future<HostLedger.Line> close(SwarmId swarmId) {
        Hosted track = hosted.get(swarmId);
        if (track == null) {
            return Future.failedFuture(new IllegalArgumentException("no track " + swarmId));
        }
        return count(track)
                .transform(counted -> {
                    hosted.remove(swarmId);
                    return track.opened.compose(OverlayTrack::close).otherwiseEmpty();
                })
                .map(closed -> new HostLedger.Line(track.servedBytes, track.usedAt));
    }

    /** Looks how far each track is. */
    Future<Void> count(Instant now) {
        Future<Void> all = Future.succeededFuture();
        for (Hosted track : hosted.values()) {
            long before = track.servedBytes;
            all = Future.join(all, count(track).onSuccess(counted -> {
                        if (track.servedBytes > before) {
                            track.usedAt = now;
                        }
                    }))
                    .mapEmpty();
        }
        return all;
    }

    private Future<Void> count(Hosted track) {
        if (!track.opened.succeeded()) {
            return Future.succeededFuture();
        }
        OverlayTrack opened = track.opened.result();
        return opened.progress()
                .onSuccess(progress -> {
                    long gained = progress.totals().uploaded() - track.countedBytes;
                    track.countedBytes += gained;
                    track.servedBytes += gained;
                    servedBytes += gained;
                    track.last = Optional.of(progress);
                })
                .compose(progress -> opened.heldAcks())
                .onSuccess(held -> track.heldAcks = held)
                .mapEmpty();
    }

    /** The tracks as a plan sees them. */
    List<HeldTrack> held() {
        return hosted.values().stream().map(HostTracks::held).toList();
    }

    private static HeldTrack held(Hosted track) {
        boolean whole = track.last.map(TrackProgress::isComplete).orElse(false);
        return new HeldTrack(
                track.placed.papers().swarmId(),
                track.placed.papers().metainfo().lengthBytes(),
                track.usedAt,
                whole ? HeldTrack.Arrival.WHOLE : HeldTrack.Arrival.ARRIVING);
    }

    /** Tracks whose papers were written before {@code time}. */
    List<SwarmId> withPapersBefore(Instant time) {
        return hosted.values().stream()
                .filter(track -> track.placed.papersAt().isBefore(time))
                .map(track -> track.placed.papers().swarmId())
                .toList();
    }

    List<SwarmId> ids() {
        return List.copyOf(hosted.keySet());
    }

    boolean holds(SwarmId swarmId) {
        return hosted.containsKey(swarmId);
    }

    /** Bytes that are still to come, as last counted. */
    long missingBytes() {
        return hosted.values().stream()
                .mapToLong(track -> track.placed.papers().metainfo().lengthBytes()
                        - track.last.map(TrackProgress::heldBytes).orElse(0L))
                .sum();
    }

    HostLedger ledger() {
        Map<SwarmId, HostLedger.Line> lines = new HashMap<>();
        hosted.forEach((id, track) -> lines.put(id, new HostLedger.Line(track.servedBytes, track.usedAt)));
        return new HostLedger(servedBytes, lines);
    }

    HostStatus status(long budgetBytes, HostLimits limits, Optional<String> trouble, Map<SwarmId, String> refused) {
        return new HostStatus(
                budgetBytes,
                hosted.values().stream().map(HostTracks::view).toList(),
                servedBytes,
                servedBytes - servedBefore,
                limits,
                key.publicKey().hex(),
                hosted.values().stream().mapToInt(track -> track.heldAcks).sum(),
                trouble,
                refused);
    }

    private static long fetched(Totals totals) {
        return totals.fromPeers() + totals.fromSources();
    }

    private static HostStatus.Track view(Hosted track) {
        TrackPapers papers = track.placed.papers();
        boolean failing = track.last.map(TrackProgress::diskFailing).orElse(track.opened.failed());
        return new HostStatus.Track(
                papers.swarmId(),
                papers.metainfo().lengthBytes(),
                track.last.map(TrackProgress::heldBytes).orElse(0L),
                track.last.map(TrackProgress::totals).map(HostTracks::fetched).orElse(0L),
                track.servedBytes,
                track.last.map(TrackProgress::peers).orElse(0),
                failing ? HostStatus.Disk.FAILING : HostStatus.Disk.WORKING,
                papers.statement().shop(),
                papers.statement().abuseContact());
    }
}
