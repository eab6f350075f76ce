package sealswarm.license.server.charging;

import java.time.Duration;
import java.util.Optional;

/** How much of a purchase was played: asked of the metering room. Blocking. */
@FunctionalInterface
public interface PlayedTime {
    /** Media time played at least once under a grant; empty if no play has begun. */
    Optional<Duration> played(String grantId);
}
