package sealswarm.player.cli;

import sealswarm.player.validation.MonotonicMillis;

/** The monotonic clock of this process. */
final class SystemMonotonic implements MonotonicMillis {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long start = System.nanoTime();

    @Override
    public long now() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
