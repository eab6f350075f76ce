package sealswarm.overlay.swarm;

/**
 * Limits of one swarm.
 *
 * @param maxConnections connected peers
 * @param uploadSlots peers served at a time
 * @param uploadLimit bytes per second to peers, 0 for no limit
 * @param downloadLimit bytes per second from all sources, 0 for no limit
 * @param maxHeldBytes received bytes that are not yet checked and written
 * @param patience how long peers that bring nothing are borne with
 */
public record SwarmSettings(
        int maxConnections,
        int uploadSlots,
        long uploadLimit,
        long downloadLimit,
        long maxHeldBytes,
        Patience patience) {
    /** What a player uses. */
    public static final SwarmSettings DEFAULTS = new SwarmSettings(200, 8, 0, 0, 64 << 20, Patience.DEFAULT);

    public SwarmSettings {
        if (maxConnections < 1 || uploadSlots < 0 || uploadLimit < 0 || downloadLimit < 0 || maxHeldBytes < 1 << 20) {
            throw new IllegalArgumentException("a swarm setting is out of range");
        }
    }

    /** The same with other rate limits, in bytes per second, 0 for none. */
    public SwarmSettings withLimits(long upload, long download) {
        return new SwarmSettings(maxConnections, uploadSlots, upload, download, maxHeldBytes, patience);
    }

    /** The same with other patience. */
    public SwarmSettings withPatience(Patience other) {
        return new SwarmSettings(maxConnections, uploadSlots, uploadLimit, downloadLimit, maxHeldBytes, other);
    }
}
