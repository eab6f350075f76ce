package sealswarm.overlay.sim;

import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.SwarmSettings;

/**
 * What a simulated peer is given.
 *
 * @param line its line
 * @param drive its disk
 * @param settings its swarm's limits
 * @param fallback how much it takes from web seeds
 * @param hashMicros time to hash a block
 */
public record PeerPlan(Line line, Drive drive, SwarmSettings settings, FallbackPolicy fallback, long hashMicros) {
    /** A quick machine on a local network without limits. */
    public static final PeerPlan LOCAL = new PeerPlan(
            Line.LAN, Drive.SOLID_STATE, SwarmSettings.DEFAULTS, FallbackPolicy.ALWAYS, SimHasher.BLOCK_MICROS);

    /** The same with other payload limits, in bytes per second, 0 for none. */
    public PeerPlan limited(long upload, long download) {
        return new PeerPlan(line, drive, settings.withLimits(upload, download), fallback, hashMicros);
    }

    /** The same on another line. */
    public PeerPlan on(Line other) {
        return new PeerPlan(other, drive, settings, fallback, hashMicros);
    }

    /** The same with another disk. */
    public PeerPlan with(Drive other) {
        return new PeerPlan(line, other, settings, fallback, hashMicros);
    }

    /** The same with another policy for web seeds. */
    public PeerPlan with(FallbackPolicy other) {
        return new PeerPlan(line, drive, settings, other, hashMicros);
    }
}
