package sealswarm.overlay.edge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDiscovery;

/** A discovery that remembers whom it named: while this edge fetches a track that is closed to strangers, only those may call. */
final class FoundHosts implements PeerDiscovery {
    /** Hosts remembered; a further one is called and may not call. */
    static final int MAX_HOSTS = 3_000;

    private final PeerDiscovery discovery;
    private final Set<String> hosts;

    FoundHosts(PeerDiscovery discovery, Set<String> hosts) {
        this.discovery = discovery;
        this.hosts = hosts;
    }

    /** A set that belongs to the event loop of the discovery. */
    static Set<String> none() {
        return new HashSet<>();
    }

    @Override
    public void start(Supplier<TransferTotals> totals, Consumer<List<PeerAddress>> found) {
        discovery.start(totals, peers -> {
            for (PeerAddress peer : peers) {
                if (hosts.size() < MAX_HOSTS) {
                    hosts.add(peer.host());
                }
            }
            found.accept(peers);
        });
    }

    @Override
    public void completed() {
        discovery.completed();
    }

    @Override
    public void stop(Runnable done) {
        discovery.stop(done);
    }
}
