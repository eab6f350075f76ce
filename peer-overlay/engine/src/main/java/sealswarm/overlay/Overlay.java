package sealswarm.overlay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.hash.HashPool;
import sealswarm.overlay.membership.AckFile;
import sealswarm.overlay.membership.AckRecord;
import sealswarm.overlay.membership.CertifiedMembership;
import sealswarm.overlay.metainfo.FileName;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.store.DiskQueue;
import sealswarm.overlay.store.TrackStore;
import sealswarm.overlay.swarm.Membership;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.swarm.TrackFacts;
import sealswarm.overlay.swarm.TrackIds;
import sealswarm.overlay.swarm.TrafficLimits;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.transport.GatewayDesk;
import sealswarm.overlay.transport.PeerNetwork;
import sealswarm.overlay.transport.SystemClock;
import sealswarm.overlay.transport.WorkerThreads;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;

/**
 * The engine: at most one listening port, one event loop, its own threads for disk and hashing, any number of tracks. Safe for any
 * thread. {@link #close} leaves no thread, socket, file or timer behind; the Vert.x instance belongs to the caller.
 */
public final class Overlay {
    private static final long END_MILLIS = 10_000;

    private final Vertx vertx;
    private final Context context;
    private final RandomGenerator random;
    private final WorkerThreads diskThreads;
    private final WorkerThreads hashThreads;
    private final SystemClock clock = new SystemClock();
    private final TrafficLimits limits = new TrafficLimits();
    private final SwarmRegistry registry = new SwarmRegistry();
    private final Executor loop;
    private final DiskQueue disk;
    private final HashPool hasher;
    private final PeerNetwork network;
    private final GatewayDesk gateway;
    private final List<OverlayTrack> tracks = new ArrayList<>();
    private final OverlaySettings settings;
    private volatile int port;
    private volatile Optional<Observed> forwarded = Optional.empty();

    private Overlay(Vertx vertx, Context context, OverlaySettings settings, RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.settings = settings;
        this.random = random;
        this.diskThreads = new WorkerThreads("overlay-disk", settings.diskThreads());
        this.hashThreads = new WorkerThreads("overlay-hash", settings.hashThreads());
        this.loop = task -> context.runOnContext(ignored -> task.run());
        this.disk = new DiskQueue(diskThreads, loop, settings.diskQueueBytes());
        this.hasher = new HashPool(hashThreads, loop);
        this.network =
                new PeerNetwork(vertx, context, registry, clock, random, settings.utp(), settings.handshakeMillis());
        this.gateway = new GatewayDesk(vertx, context, clock, random, this::forwarded);
    }

    /**
     * Starts an engine and listens.
     *
     * @param random chance for peer ids and picking; a secure source in production
     * @return fails, leaving nothing behind, if the port cannot be had
     */
    public static Future<Overlay> start(Vertx vertx, OverlaySettings settings, RandomGenerator random) {
        return startSilent(vertx, settings, random)
                .compose(overlay -> overlay.listen().map(overlay).recover(e -> overlay.close()
                        .transform(closed -> Future.failedFuture(e))));
    }

    /** As {@link #start}, but without a listening socket until {@link #listen}. */
    public static Future<Overlay> startSilent(Vertx vertx, OverlaySettings settings, RandomGenerator random) {
        Promise<Overlay> started = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> started.complete(new Overlay(vertx, context, settings, random)));
        return started.future();
    }

    /**
     * Takes calls of peers where the settings say, unless it does already. Tracks opened from now on tell the port.
     *
     * @return fails if the port cannot be had
     */
    public Future<Void> listen() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> network.listen(settings.listenHost(), settings.listenPort())
                .onSuccess(this::listening)
                .<Void>mapEmpty()
                .onComplete(done));
        return done.future();
    }

    private void listening(int found) {
        port = found;
        gateway.open(settings.gateway(), settings.listenHost(), found, settings.utp());
    }

    private void forwarded(Optional<Observed> outside) {
        forwarded = outside;
        List.copyOf(tracks).forEach(track -> track.forwarded(outside));
    }

    /** Takes no more calls: when the future completes the listening socket is given back to the system. */
    public Future<Void> stopListening() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> {
            port = 0;
            Future.join(gateway.close(), network.stopListening())
                    .<Void>mapEmpty()
                    .onComplete(done);
        });
        return done.future();
    }

    /**
     * Limits what all tracks together send to peers and fetch from everywhere, in bytes per second, 0 for no limit. Takes effect
     * within a second.
     */
    public void setLimits(long uploadLimit, long downloadLimit) {
        if (uploadLimit < 0 || downloadLimit < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
        context.runOnContext(ignored -> limits.set(uploadLimit, downloadLimit, clock.millis()));
    }

    /** The port peers can call; 0 while there is none. */
    public int port() {
        return port;
    }

    /** Where peers can call from outside the home, if the gateway says that it forwards the port. */
    public Optional<Observed> outside() {
        return forwarded;
    }

    /**
     * Opens a track: looks at what its file holds, which may take as long as reading it, and joins its swarm.
     *
     * @return fails with {@link UncheckedIOException} if the directory or file cannot be used, with IllegalArgumentException if the
     *     metainfo lacks its piece layers, with IllegalStateException if the track is open already
     */
    public Future<OverlayTrack> open(TrackRequest request) {
        Promise<OverlayTrack> opened = Promise.promise();
        diskThreads.execute(() -> {
            try {
                TrackFacts facts = TrackFacts.of(request.metainfo());
                TrackStore store = TrackStore.open(
                        request.directory(), fileName(request.metainfo()), identity(request.metainfo()), facts, disk);
                Optional<AckFile> acks = request.peerKey().map(key -> ackFile(request));
                List<AckBatch> kept = acks.map(AckFile::read).orElse(List.of());
                context.runOnContext(ignored -> {
                    PeerId self = PeerId.fresh(random);
                    Optional<Members> members = acks.map(file -> members(request, self, file, kept));
                    join(request, facts, store, self, members, opened);
                });
            } catch (IOException e) {
                opened.fail(new UncheckedIOException(e));
            } catch (RuntimeException e) {
                opened.fail(e);
            }
        });
        return opened.future();
    }

    /** The name of a track's file in its directory: the metainfo's, made safe. */
    public static String fileName(Metainfo metainfo) {
        return FileName.sanitised(
                metainfo.name(), metainfo.infoHashes().swarmId().hex());
    }

    private static byte[] identity(Metainfo metainfo) {
        return metainfo.root()
                .map(root -> root.hash().bytes())
                .orElseGet(() -> metainfo.infoHashes().swarmId().bytes());
    }

    private static AckFile ackFile(TrackRequest request) {
        return new AckFile(request.directory().resolve(fileName(request.metainfo()) + AckFile.SUFFIX));
    }

    /** What a track has for being a member. */
    record Members(CertifiedMembership membership, AckRecord record) {}

    private Members members(TrackRequest request, PeerId self, AckFile file, List<AckBatch> kept) {
        SwarmId swarmId = new SwarmId(request.metainfo().infoHashes().swarmId().hex());
        CertifiedMembership membership = new CertifiedMembership(
                new CertifiedMembership.Self(swarmId, self, request.peerKey().orElseThrow()),
                InstantSource.system(),
                clock,
                random);
        membership.restore(kept);
        return new Members(membership, new AckRecord(membership.outbox(), file, diskThreads, loop, clock));
    }

    private void join(
            TrackRequest request,
            TrackFacts facts,
            TrackStore store,
            PeerId self,
            Optional<Members> members,
            Promise<OverlayTrack> opened) {
        TrackIds ids = new TrackIds(request.metainfo(), request.companion(), self);
        Swarm swarm = new Swarm(
                facts,
                store.held(),
                request.settings(),
                new Swarm.Rules(
                        request.policy(),
                        request.filter(),
                        members.<Membership>map(Members::membership).orElse(Membership.NONE)),
                new Swarm.Ports(store, hasher, clock, random, limits));
        SwarmRegistry.Entry entry = new SwarmRegistry.Entry(ids, swarm);
        if (!registry.add(entry)) {
            store.close(() -> opened.fail(new IllegalStateException("this track is open already")));
            return;
        }
        PeerDialer dialer = new PeerDialer(swarm, ids, clock, new Calls(entry));
        OverlayTrack track = new OverlayTrack(
                vertx,
                context,
                registry,
                entry,
                store,
                dialer,
                members,
                new OverlayTrack.Outside(network::learnReach, port, forwarded),
                tracks::remove);
        tracks.add(track);
        opened.complete(track);
    }

    /** Calls in the name of one track. */
    private final class Calls implements PeerDialer.Caller {
        private final SwarmRegistry.Entry entry;

        Calls(SwarmRegistry.Entry entry) {
            this.entry = entry;
        }

        @Override
        public void call(PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
            network.call(entry, address, hello, stage);
        }

        @Override
        public void punch(PeerAddress address, Handshake hello, Consumer<PeerDialer.Stage> stage) {
            network.punch(entry, address, hello, stage);
        }
    }

    /** Closes all tracks, then sockets and threads; file work that takes longer than ten seconds by then is interrupted. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> Future.join(
                        List.copyOf(tracks).stream().map(OverlayTrack::close).toList())
                .eventually(gateway::close)
                .eventually(network::close)
                .eventually(this::endThreads)
                .onComplete(closed -> done.complete()));
        return done.future();
    }

    private Future<Void> endThreads() {
        long patience = vertx.setTimer(END_MILLIS, ignored -> {
            diskThreads.abandon();
            hashThreads.abandon();
        });
        return Future.join(
                        Future.fromCompletionStage(diskThreads.end(), context),
                        Future.fromCompletionStage(hashThreads.end(), context))
                .eventually(() -> {
                    vertx.cancelTimer(patience);
                    return Future.succeededFuture();
                })
                .mapEmpty();
    }
}
