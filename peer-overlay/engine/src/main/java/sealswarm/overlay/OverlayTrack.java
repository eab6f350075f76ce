package sealswarm.overlay;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sealswarm.overlay.membership.CertifiedMembership;
import sealswarm.overlay.membership.EdgeDesk;
import sealswarm.overlay.reach.Announced;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.store.TrackStore;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.swarm.LeafSource;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDialer;
import sealswarm.overlay.swarm.PeerDiscovery;
import sealswarm.overlay.swarm.PeerFilter;
import sealswarm.overlay.swarm.RangeSource;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.overlay.swarm.Swarm;
import sealswarm.overlay.swarm.SwarmRegistry;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.tracker.ReachInquiry;

/** An open track: it downloads what is missing and serves what it has until it is closed. Safe for any thread. */
public final class OverlayTrack {
    private final Vertx vertx;
    private final Context context;
    private final SwarmRegistry registry;
    private final SwarmRegistry.Entry entry;
    private final TrackStore store;
    private final PeerDialer dialer;
    private final Outside outside;
    private final Optional<Overlay.Members> members;
    private final List<EdgeDesk> desks = new ArrayList<>();
    private final List<PeerDiscovery> discoveries = new ArrayList<>();
    private final Promise<Void> complete = Promise.promise();
    private final long timer;
    private final Runnable onClosed;
    private Optional<Reach> seen = Optional.empty();
    private Optional<Observed> forwarded;
    private boolean closed;

    /**
     * What a track has for being called.
     *
     * @param inquiry finds out how the UDP port looks
     * @param listenPort where calls are taken, 0 for nowhere
     * @param forwarded what the gateway forwards when the track is opened
     */
    record Outside(ReachInquiry inquiry, int listenPort, Optional<Observed> forwarded) {}

    /** Made on the context, with the swarm in the registry. */
    OverlayTrack(
            Vertx vertx,
            Context context,
            SwarmRegistry registry,
            SwarmRegistry.Entry entry,
            TrackStore store,
            PeerDialer dialer,
            Optional<Overlay.Members> members,
            Outside outside,
            Consumer<OverlayTrack> onClosed) {
        this.vertx = vertx;
        this.context = context;
        this.registry = registry;
        this.entry = entry;
        this.store = store;
        this.dialer = dialer;
        this.members = members;
        this.outside = outside;
        this.forwarded = outside.forwarded();
        this.onClosed = () -> onClosed.accept(this);
        this.timer = vertx.setPeriodic(Swarm.TICK_MILLIS, ignored -> {
            entry.swarm().tick();
            dialer.tick();
            members.ifPresent(each -> each.record().tick());
        });
        entry.swarm().whenComplete(this::completed);
        tellPeersPort();
    }

    private void completed() {
        discoveries.forEach(PeerDiscovery::completed);
        complete.tryComplete();
    }

    private <T> Future<T> onContext(Supplier<T> work) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                answer.complete(work.get());
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return answer.future();
    }

    /** Finds out how our UDP port looks from a tracker; behind a NAT, peers are told from then on what it shows. On the context. */
    Future<Reach> learnReach(String host, int port) {
        return outside.inquiry().ask(host, port).onSuccess(reach -> {
            seen = Optional.of(reach);
            tellPeersPort();
        });
    }

    /** The gateway forwards another port than before, or none. On the context. */
    void forwarded(Optional<Observed> now) {
        forwarded = now;
        tellPeersPort();
        discoveries.forEach(discovery -> discovery.forwarded(now));
    }

    private void tellPeersPort() {
        int port = Announced.of(outside.listenPort(), seen, forwarded).port();
        if (port > 0) {
            entry.swarm().setListenPort(port);
        }
    }

    /** Calls these peers, and again when a connection ends. */
    public void addPeers(List<PeerAddress> addresses) {
        context.runOnContext(ignored -> dialer.add(addresses, PeerDialer.Reason.NAMED));
    }

    /** Serves peers, or nobody for now; takes effect at once. Every track begins open. */
    public void setSharing(Sharing sharing) {
        context.runOnContext(ignored -> entry.swarm().setSharing(sharing));
    }

    /** Adds a web seed or the like; it is closed with the track. */
    public void addSource(RangeSource source) {
        context.runOnContext(ignored -> entry.swarm().addSource(source));
    }

    /** Says where leaves can be fetched by range. */
    public void setLeafSource(LeafSource source) {
        context.runOnContext(ignored -> entry.swarm().setLeafSource(source));
    }

    /** The filter lets in others now: peers who may be here no more are dropped. */
    public void filterChanged() {
        context.runOnContext(ignored -> entry.swarm().filterChanged());
    }

    /** Starts a tracker client or the like; it is stopped with the track. */
    public void discover(PeerDiscovery discovery) {
        context.runOnContext(ignored -> {
            discoveries.add(discovery);
            discovery.forwarded(forwarded);
            discovery.start(this::totals, peers -> dialer.add(peers, PeerDialer.Reason.FOUND));
        });
    }

    /**
     * Lets edges give us a certificate and take the acks we collect; the desk is closed with the track. Without effect on a track
     * that was opened without a peer key.
     */
    public void enrol(EdgeDesk desk) {
        context.runOnContext(ignored -> members.ifPresent(each -> {
            desks.add(desk);
            desk.start(each.membership());
        }));
    }

    /**
     * Takes our certificate and the keys of the edges whose certificates count, where no {@link #enrol desk} fetches it. Without
     * effect on a track that was opened without a peer key.
     *
     * @return fails with IllegalArgumentException if the certificate is for another key or swarm
     */
    public Future<Void> certified(PeerCertificate certificate, Set<PeerPublicKey> edgeKeys) {
        return this.<Boolean>onContext(() -> {
                    members.ifPresent(each -> each.membership().certified(certificate, edgeKeys));
                    return true;
                })
                .mapEmpty();
    }

    /**
     * Says where peers may be from that prove nothing: of a track that was opened with a peer key, all others are sent nothing and
     * dropped after ten seconds. Everybody may be at first; asked on the track's loop, often, so it must be quick.
     */
    public void admitStrangers(PeerFilter from) {
        context.runOnContext(
                ignored -> members.ifPresent(each -> each.membership().admitStrangers(from)));
    }

    /** Bytes sent to members since the last call, by who they are. */
    public Future<Map<CertifiedMembership.Recipient, Long>> takeDeliveredToMembers() {
        return onContext(
                () -> members.map(each -> each.membership().takeDelivered()).orElse(Map.of()));
    }

    /** Acks collected that no edge has judged yet. */
    public Future<Integer> heldAcks() {
        return onContext(
                () -> members.map(each -> each.membership().outbox().count()).orElse(0));
    }

    private PeerDiscovery.TransferTotals totals() {
        Swarm swarm = entry.swarm();
        return new PeerDiscovery.TransferTotals(
                swarm.totals().uploaded(),
                swarm.totals().fromPeers() + swarm.totals().fromSources(),
                swarm.layout().lengthBytes() - swarm.heldBytes());
    }

    /**
     * Reads {@code from .. end} in order, verified.
     *
     * @param bytesPerSecond the media's rate, from which follows how far ahead blocks are urgent
     * @return fails with IllegalArgumentException if the range is not in the track
     */
    public Future<MediaRangeReader> stream(long from, long end, long bytesPerSecond) {
        return onContext(() -> new MediaRangeReader(context, entry.swarm().read(from, end, bytesPerSecond)));
    }

    /** Completes when every piece is here and checked. */
    public Future<Void> whenComplete() {
        return complete.future();
    }

    /** How far the track has come. */
    public Future<TrackProgress> progress() {
        return onContext(() -> {
            Swarm swarm = entry.swarm();
            return new TrackProgress(
                    swarm.layout().lengthBytes(),
                    swarm.heldBytes(),
                    swarm.peerCount(),
                    swarm.isDiskFailing(),
                    swarm.totals());
        });
    }

    /** Leaves the swarm, writes what is checked, records what is held. Repeating it does nothing. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> {
            if (closed) {
                done.complete();
                return;
            }
            closed = true;
            vertx.cancelTimer(timer);
            registry.remove(entry);
            discoveries.forEach(discovery -> discovery.stop(() -> {}));
            entry.swarm()
                    .close(() -> store.close(() -> leaveEdges(() -> {
                        onClosed.run();
                        done.complete();
                    })));
        });
        return done.future();
    }

    /** First the edges get what they can be given now, then the rest is written down. */
    private void leaveEdges(Runnable done) {
        Future.join(desks.stream().map(EdgeDesk::stop).toList())
                .onComplete(
                        left -> members.ifPresentOrElse(each -> each.record().close(done), done));
    }
}
