package sealswarm.overlay.tracker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.reach.Announced;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDiscovery;
import sealswarm.overlay.wire.PeerId;

/**
 * Finds a swarm's peers at its trackers (BEPs 3, 12, 31). An edge of ours is told one wire id and names peers of all; any other
 * tracker is told each id. Belongs to the event loop on which {@link #start} is called.
 */
public final class TrackerDiscovery implements PeerDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(TrackerDiscovery.class);
    private static final long FIRST_RETRY_SECONDS = 5;
    private static final long MAX_RETRY_SECONDS = 300;
    private static final long GOODBYE_SECONDS = 3;
    private static final int PEERS_WANTED = 50;

    /** After this a tracker takes news of the same kind again. */
    private static final long NEWS_SECONDS = SwarmTable.GAP_SECONDS + 1;

    /** How often a NAT is reminded of our port, so that who is told to call us through it finds it as announced. */
    private static final long REMIND_SECONDS = 25;

    private final Vertx vertx;
    private final SwarmIds ids;
    private final TrackerTiers tiers;
    private final int listenPort;
    private final ReachInquiry inquiry;
    private final TrackerClient client;
    private Supplier<TransferTotals> totals = () -> new TransferTotals(0, 0, 0);
    private Consumer<List<PeerAddress>> found = peers -> {};
    private TrackerClient.Identity identity;
    private Optional<Reach> seen = Optional.empty();
    private Optional<Observed> forwarded = Optional.empty();
    private AnnounceEvent next = AnnounceEvent.STARTED;
    private Optional<URI> known = Optional.empty();
    private long retrySeconds = FIRST_RETRY_SECONDS;
    private long timer = -1;
    private long reminder = -1;
    private boolean isReachAsked;
    private boolean announcing;
    private boolean stopped;

    /**
     * A discovery for one swarm.
     *
     * @param ids the wire ids the peer answers to
     * @param tiers announce URLs as in the metainfo; those that are not HTTP are left out
     * @param listenPort the port peers can call
     * @param inquiry finds out what our NAT does, where a tracker answers such questions
     */
    public TrackerDiscovery(
            Vertx vertx,
            SwarmIds ids,
            List<List<String>> tiers,
            int listenPort,
            ReachInquiry inquiry,
            RandomGenerator random) {
        this.vertx = vertx;
        this.ids = ids;
        this.tiers = new TrackerTiers(tiers, random);
        this.identity =
                new TrackerClient.Identity(PeerId.fresh(random), listenPort, random.nextInt() | 1, NatClass.UNKNOWN);
        this.listenPort = listenPort;
        this.inquiry = inquiry;
        this.client = new TrackerClient(vertx);
    }

    @Override
    public void start(Supplier<TransferTotals> source, Consumer<List<PeerAddress>> consumer) {
        totals = source;
        found = consumer;
        announce();
    }

    @Override
    public void completed() {
        if (!stopped) {
            next = next == AnnounceEvent.STARTED ? AnnounceEvent.STARTED : AnnounceEvent.COMPLETED;
            announce();
        }
    }

    @Override
    public void forwarded(Optional<Observed> outside) {
        forwarded = outside;
        if (showsAnew() && known.isPresent() && !announcing) {
            later(NEWS_SECONDS);
        }
    }

    /** Draws what follows from what is known; true if that is something new. */
    private boolean showsAnew() {
        TrackerClient.Identity before = identity;
        identity = identity.shownAs(Announced.of(listenPort, seen, forwarded));
        return !identity.equals(before);
    }

    @Override
    public void stop(Runnable done) {
        stopped = true;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(reminder);
        Future<AnnounceOutcome> goodbye = known.isEmpty()
                ? Future.succeededFuture()
                : client.announce(known.get(), ids.swarmId().bytes(), identity, figures(AnnounceEvent.STOPPED, 0))
                        .timeout(GOODBYE_SECONDS, TimeUnit.SECONDS);
        goodbye.onComplete(ended -> {
            client.close();
            done.run();
        });
    }

    private TrackerClient.Figures figures(AnnounceEvent event, int wanted) {
        TransferTotals now = totals.get();
        return new TrackerClient.Figures(now.uploadedBytes(), now.downloadedBytes(), now.leftBytes(), event, wanted);
    }

    private void announce() {
        Optional<URI> tracker = tiers.current();
        if (stopped || announcing || tracker.isEmpty()) {
            return;
        }
        announcing = true;
        vertx.cancelTimer(timer);
        AnnounceEvent event = next;
        TrackerClient.Identity told = identity;
        client.announce(tracker.get(), ids.swarmId().bytes(), told, figures(event, PEERS_WANTED))
                .onComplete(answer -> {
                    announcing = false;
                    if (answer.succeeded() && answer.result() instanceof AnnounceOutcome.Answered answered) {
                        answered(tracker.get(), event, told, answered.reply());
                    } else {
                        failed(answer.succeeded() ? (AnnounceOutcome.Refused) answer.result() : null, answer.cause());
                    }
                });
    }

    private void answered(URI tracker, AnnounceEvent event, TrackerClient.Identity told, AnnounceReply reply) {
        known = Optional.of(tracker);
        tiers.answered();
        retrySeconds = FIRST_RETRY_SECONDS;
        boolean isNews = next != event;
        next = isNews ? next : AnnounceEvent.NONE;
        tell(reply, bit(ids.swarmId()));
        if (reply.edgeOffset().isEmpty()) {
            announceOtherIds(tracker, event);
        }
        if (isNews) {
            announce();
        } else {
            later(told.equals(identity) ? reply.intervalSeconds() : NEWS_SECONDS);
        }
        if (reply.reachPort().isPresent() && !isReachAsked) {
            isReachAsked = true;
            learnReach(tracker, reply.reachPort().getAsInt());
        }
    }

    /** What is learned goes with the next announce, which is then made as soon as the tracker takes one. */
    private void learnReach(URI tracker, int port) {
        String host = tracker.getHost().replaceAll("[\\[\\]]", "");
        inquiry.ask(host, port).onSuccess(reach -> {
            seen = Optional.of(reach);
            if (showsAnew() && !stopped) {
                LOG.info(
                        "NAT: {}, seen at port {}",
                        reach.nat().word(),
                        reach.seen().port());
                later(NEWS_SECONDS);
            }
            if (!stopped && reach.nat() == NatClass.CONE) {
                reminder =
                        vertx.setTimer(TimeUnit.SECONDS.toMillis(REMIND_SECONDS), ignored -> learnReach(tracker, port));
            }
        });
    }

    /** A tracker that is not ours keeps one swarm per id. */
    private void announceOtherIds(URI tracker, AnnounceEvent event) {
        for (InfoHash id : ids.ids()) {
            if (!id.equals(ids.swarmId())) {
                client.announce(tracker, id.bytes(), identity, figures(event, PEERS_WANTED))
                        .onSuccess(outcome -> {
                            if (outcome instanceof AnnounceOutcome.Answered answered) {
                                tell(answered.reply(), bit(id));
                            }
                        });
            }
        }
    }

    private int bit(InfoHash id) {
        for (Map.Entry<InfoHash, Integer> each : ids.byId().entrySet()) {
            if (each.getKey().equals(id)) {
                return each.getValue();
            }
        }
        return PeerAddress.ANY;
    }

    private void tell(AnnounceReply reply, int announcedBit) {
        List<PeerAddress> peers = new ArrayList<>();
        for (AnnounceReply.SwarmPeer peer : reply.peers()) {
            peers.add(peer.address(announcedBit));
        }
        if (!stopped && !peers.isEmpty()) {
            found.accept(peers);
        }
    }

    private void failed(AnnounceOutcome.@Nullable Refused refused, @Nullable Throwable cause) {
        // The host alone: the path holds a token.
        String host = tiers.current().map(URI::getHost).orElse("none");
        if (refused != null) {
            LOG.warn("tracker {} refuses: {}", host, refused.reason());
        } else {
            LOG.info("tracker {} gives no answer: {}", host, cause == null ? "unknown" : cause.getMessage());
        }
        if (refused != null && refused.retryMinutes() == AnnounceOutcome.Refused.NEVER) {
            tiers.refusedForGood();
        }
        if (tiers.failed()) {
            announce();
            return;
        }
        tiers.restart();
        long wait = refused != null && refused.retryMinutes() > 0
                ? TimeUnit.MINUTES.toSeconds(refused.retryMinutes())
                : retrySeconds;
        retrySeconds = Math.min(MAX_RETRY_SECONDS, retrySeconds * 2);
        later(wait);
    }

    private void later(long seconds) {
        if (!stopped) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), ignored -> announce());
        }
    }
}
