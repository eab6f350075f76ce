package sealswarm.overlay.tracker;

/**
 * How much a tracker holds.
 *
 * @param maxEntries peers of all swarms together
 * @param maxEntriesPerSwarm peers of one swarm
 * @param maxEntriesPerSubject peers one token's holder has in one swarm
 */
public record TrackerLimits(int maxEntries, int maxEntriesPerSwarm, int maxEntriesPerSubject) {
    /** For an edge with 512 MiB of heap. */
    public static final TrackerLimits EDGE = new TrackerLimits(100_000, 50_000, 16);

    public TrackerLimits {
        if (maxEntries < 1 || maxEntriesPerSwarm < 1 || maxEntriesPerSubject < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
