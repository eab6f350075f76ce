package sealswarm.console.progress;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reports the amount done through a sink, at the pace of {@link ProgressPace} and once at the end. */
final class PacedProgress implements Progress {
    private final InstantSource clock;
    private final ProgressPace pace;
    private @Nullable LongConsumer sink;
    private long done;
    private long reported = -1;

    PacedProgress(long total, InstantSource clock, LongConsumer sink) {
        this.clock = clock;
        this.pace = new ProgressPace(total, clock.instant());
        this.sink = sink;
    }

    @Override
    public synchronized void advance(long amount) {
        done += amount;
        Instant now = clock.instant();
        if (sink != null && pace.isDue(done, now)) {
            reported = done;
            sink.accept(done);
        }
    }

    @Override
    public synchronized void close() {
        if (sink != null && reported != done) {
            sink.accept(done);
        }
        sink = null;
    }
}
