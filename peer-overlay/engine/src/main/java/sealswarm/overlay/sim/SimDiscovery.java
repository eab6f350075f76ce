package sealswarm.overlay.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDiscovery;
import sealswarm.overlay.tracker.Announce;
import sealswarm.overlay.tracker.AnnounceEvent;
import sealswarm.overlay.tracker.AnnounceOutcome;
import sealswarm.overlay.wire.PeerId;

/** Finds peers at the simulated tracker, at the intervals it asks for. */
final class SimDiscovery implements PeerDiscovery {
    private static final long RETRY_MICROS = 5 * SimClock.SECOND;
    private static final int PEERS_WANTED = 50;

    private final SimClock clock;
    private final SimTracker tracker;
    private final SimHost host;
    private final PeerId id;
    private final int key;
    private Supplier<TransferTotals> totals = () -> new TransferTotals(0, 0, 0);
    private Consumer<List<PeerAddress>> found = peers -> {};
    private AnnounceEvent next = AnnounceEvent.STARTED;
    private long round;
    private boolean stopped;

    SimDiscovery(SimClock clock, SimTracker tracker, SimHost host, PeerId id, int key) {
        this.clock = clock;
        this.tracker = tracker;
        this.host = host;
        this.id = id;
        this.key = key;
    }

    @Override
    public void start(Supplier<TransferTotals> source, Consumer<List<PeerAddress>> consumer) {
        totals = source;
        found = consumer;
        announce();
    }

    @Override
    public void completed() {
        if (!stopped && next != AnnounceEvent.STARTED) {
            next = AnnounceEvent.COMPLETED;
            announce();
        }
    }

    @Override
    public void stop(Runnable done) {
        stopped = true;
        tracker.announce(host, announcement(AnnounceEvent.STOPPED, 0), ignored -> done.run());
    }

    private Announce announcement(AnnounceEvent event, int wanted) {
        TransferTotals now = totals.get();
        return new Announce(
                tracker.ids().swarmId(),
                id,
                SimTransport.PORT,
                now.uploadedBytes(),
                now.downloadedBytes(),
                now.leftBytes(),
                event,
                wanted,
                key,
                Announce.Style.OURS,
                NatClass.UNKNOWN,
                Optional.empty());
    }

    private void announce() {
        if (stopped) {
            return;
        }
        long thisRound = ++round;
        AnnounceEvent event = next;
        tracker.announce(host, announcement(event, PEERS_WANTED), answer -> {
            if (stopped || thisRound != round) {
                return;
            }
            if (answer.isPresent() && answer.get() instanceof AnnounceOutcome.Answered answered) {
                next = next == event ? AnnounceEvent.NONE : next;
                found.accept(answered.reply().peers().stream()
                        .map(peer -> peer.address(PeerAddress.ANY))
                        .toList());
                again(answered.reply().intervalSeconds() * SimClock.SECOND, thisRound);
            } else {
                again(RETRY_MICROS, thisRound);
            }
        });
    }

    private void again(long micros, long thisRound) {
        clock.after(micros, () -> {
            if (thisRound == round) {
                announce();
            }
        });
    }
}
