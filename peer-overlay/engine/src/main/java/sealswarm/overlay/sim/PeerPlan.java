package sealswarm.overlay.sim;

import java.util.random.RandomGenerator;
import sealswarm.overlay.swarm.FallbackPolicy;
import sealswarm.overlay.swarm.Membership;
import sealswarm.overlay.swarm.MonotonicClock;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.wire.PeerId;

/**
 * What a simulated peer is given.
 *
 * @param line its line
 * @param drive its disk
 * @param settings its swarm's limits
 * @param fallback how much it takes from web seeds
 * @param hashMicros time to hash a block
 * @param members who peers are to it
 */
public record PeerPlan(
        Line line, Drive drive, SwarmSettings settings, FallbackPolicy fallback, long hashMicros, Members members) {
    /** Makes the membership of one run of a peer. */
    public interface Members {
        /** Asks nobody who it is. */
        Members NONE = (self, clock, random) -> Membership.NONE;

        /** The membership of a peer that calls itself {@code self}. */
        Membership of(PeerId self, MonotonicClock clock, RandomGenerator random);
    }

    /** A quick machine on a local network without limits. */
    public static final PeerPlan LOCAL = new PeerPlan(
            Line.LAN,
            Drive.SOLID_STATE,
            SwarmSettings.DEFAULTS,
            FallbackPolicy.ALWAYS,
            SimHasher.BLOCK_MICROS,
            Members.NONE);

    /** The same with other payload limits, in bytes per second, 0 for none. */
    public PeerPlan limited(long upload, long download) {
        return new PeerPlan(line, drive, settings.withLimits(upload, download), fallback, hashMicros, members);
    }

    /** The same on another line. */
    public PeerPlan on(Line other) {
        return new PeerPlan(other, drive, settings, fallback, hashMicros, members);
    }

    /** The same with another disk. */
    public PeerPlan with(Drive other) {
        return new PeerPlan(line, other, settings, fallback, hashMicros, members);
    }

    /** The same with another policy for web seeds. */
    public PeerPlan with(FallbackPolicy other) {
        return new PeerPlan(line, drive, settings, other, hashMicros, members);
    }

    /** The same with a membership of its own. */
    public PeerPlan with(Members other) {
        return new PeerPlan(line, drive, settings, fallback, hashMicros, other);
    }
}
