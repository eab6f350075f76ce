package sealswarm.overlay.swarm;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sealswarm.overlay.reach.Observed;

/**
 * Finds peers of one swarm, such as by a tracker. It keeps its own intervals; all calls, both ways, are made on the swarm's event
 * loop.
 */
public interface PeerDiscovery {
    /**
     * Starts looking.
     *
     * @param totals asked before each announce
     * @param found called with each batch of peers, any number of times
     */
    void start(Supplier<TransferTotals> totals, Consumer<List<PeerAddress>> found);

    /** The download has just become complete. */
    void completed();

    /** The gateway forwards this port from outside, or none any more; known also before the start. Of no matter to who tells nobody. */
    default void forwarded(Optional<Observed> outside) {}

    /** Says goodbye and stops; {@code done} is called once, also if nobody answers. */
    void stop(Runnable done);

    /**
     * What a peer reports about itself.
     *
     * @param uploadedBytes payload sent since the start
     * @param downloadedBytes payload received since the start
     * @param leftBytes bytes still missing, 0 for a seed
     */
    record TransferTotals(long uploadedBytes, long downloadedBytes, long leftBytes) {}
}
