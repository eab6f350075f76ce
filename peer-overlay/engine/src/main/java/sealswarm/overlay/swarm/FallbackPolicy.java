package sealswarm.overlay.swarm;

/** Decides how much of the track comes from range sources instead of peers. Asked on every pick round; must be quick and pure. */
@FunctionalInterface
public interface FallbackPolicy {
    /** Which blocks range sources may be asked for now. */
    Allowance allow(SwarmView view);

    /** Everything, from the start: a download with nobody to spare. */
    FallbackPolicy ALWAYS = view -> Allowance.ANY;

    /** What range sources may be asked for. */
    enum Allowance {
        /** Nothing. */
        NONE,
        /** Blocks that a reader waits for. */
        CRITICAL,
        /** Blocks that a reader waits for and pieces that no connected peer has. */
        CRITICAL_AND_UNAVAILABLE,
        /** Any missing block. */
        ANY
    }

    /**
     * The swarm as a policy sees it.
     *
     * @param nowMillis monotonic time
     * @param startedMillis when the swarm started, on the same clock
     * @param peers connected peers
     * @param downloadRate bytes per second from peers, smoothed
     * @param readersWaiting open readers whose next block is missing
     * @param missingPieces pieces not yet complete
     * @param unavailablePieces missing pieces that no connected peer has
     */
    record SwarmView(
            long nowMillis,
            long startedMillis,
            int peers,
            long downloadRate,
            int readersWaiting,
            int missingPieces,
            int unavailablePieces) {}
}
