package sealswarm.license;

import java.time.Instant;

/**
 * One look at the trusted clock.
 *
 * @param now the later of wall clock and what is certain
 * @param isRolledBack whether the wall clock stands more than the allowance behind what is certain
 */
public record ClockReading(Instant now, boolean isRolledBack) {}
