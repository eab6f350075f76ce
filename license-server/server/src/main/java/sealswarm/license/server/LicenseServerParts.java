package sealswarm.license.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import sealswarm.license.server.charging.ChargeCheckpoint;
import sealswarm.license.server.device.DeviceCheckpoints;
import sealswarm.license.server.http.Authenticator;
import sealswarm.license.server.http.RateLimits;
import sealswarm.license.server.issuing.IssueCheckpoints;
import sealswarm.license.server.metering.MeteringCheckpoints;

/**
 * What a license server is given from outside: clocks, chance, rates, crash points, and in tests an issuer of its own.
 *
 * @param clock wall clock of everything but accounting
 * @param accountingClock decides which month is over
 * @param monotonicMillis a clock that never jumps
 * @param sweepEvery how often unfinished charges are driven onward and the key file is looked at
 * @param authenticator instead of the realm's keys; empty in production
 */
public record LicenseServerParts(
        InstantSource clock,
        InstantSource accountingClock,
        LongSupplier monotonicMillis,
        SecureRandom random,
        RateLimits limits,
        Checkpoints checkpoints,
        Duration sweepEvery,
        Optional<Authenticator> authenticator) {
    /** How often a real server sweeps. */
    public static final Duration SWEEP = Duration.ofSeconds(30);

    /** The crash points of all rooms. */
    public record Checkpoints(
            DeviceCheckpoints device,
            IssueCheckpoints issue,
            MeteringCheckpoints metering,
            Consumer<ChargeCheckpoint> charge) {
        public static final Checkpoints NONE = new Checkpoints(
                DeviceCheckpoints.NONE, IssueCheckpoints.NONE, MeteringCheckpoints.NONE, checkpoint -> {});
    }

    /** Parts of a real server. */
    public static LicenseServerParts of(InstantSource clock, LongSupplier monotonicMillis, SecureRandom random) {
        return new LicenseServerParts(
                clock, clock, monotonicMillis, random, RateLimits.DEFAULT, Checkpoints.NONE, SWEEP, Optional.empty());
    }

    public LicenseServerParts withAuthenticator(Authenticator other) {
        return new LicenseServerParts(
                clock, accountingClock, monotonicMillis, random, limits, checkpoints, sweepEvery, Optional.of(other));
    }

    public LicenseServerParts withLimits(RateLimits other) {
        return new LicenseServerParts(
                clock, accountingClock, monotonicMillis, random, other, checkpoints, sweepEvery, authenticator);
    }

    public LicenseServerParts withCheckpoints(Checkpoints other) {
        return new LicenseServerParts(
                clock, accountingClock, monotonicMillis, random, limits, other, sweepEvery, authenticator);
    }

    public LicenseServerParts withAccountingClock(InstantSource other) {
        return new LicenseServerParts(
                clock, other, monotonicMillis, random, limits, checkpoints, sweepEvery, authenticator);
    }

    public LicenseServerParts withSweepEvery(Duration other) {
        return new LicenseServerParts(
                clock, accountingClock, monotonicMillis, random, limits, checkpoints, other, authenticator);
    }
}
