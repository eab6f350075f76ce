package sealswarm.overlay.membership;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.swarm.MonotonicClock;

/** Writes an outbox down while it changes, so that a process that dies loses at most the last half minute of acks. */
public final class AckRecord {
    /** The time between two records. */
    public static final long EVERY_MILLIS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(AckRecord.class);

    private final AckOutbox outbox;
    private final AckFile file;
    private final Executor workers;
    private final Executor loop;
    private final MonotonicClock clock;
    private long lastMillis;
    private boolean writing;
    private Runnable whenWritten = () -> {};

    /** A record of {@code outbox}, whose loop is {@code loop}; files are written by {@code workers}. */
    public AckRecord(AckOutbox outbox, AckFile file, Executor workers, Executor loop, MonotonicClock clock) {
        this.outbox = outbox;
        this.file = file;
        this.workers = workers;
        this.loop = loop;
        this.clock = clock;
        this.lastMillis = clock.millis();
    }

    /** To be called now and then. */
    public void tick() {
        if (!writing && clock.millis() - lastMillis >= EVERY_MILLIS) {
            lastMillis = clock.millis();
            outbox.changes().ifPresent(this::write);
        }
    }

    private void write(List<AckBatch> batches) {
        writing = true;
        workers.execute(() -> {
            try {
                file.write(batches);
            } catch (IOException e) {
                LOG.warn("transfer acks cannot be written down: {}", e.toString());
            }
            loop.execute(() -> {
                writing = false;
                whenWritten.run();
            });
        });
    }

    /** Writes what has changed; {@code done} is called on the loop. */
    public void close(Runnable done) {
        whenWritten = () -> {
            Optional<List<AckBatch>> changes = outbox.changes();
            whenWritten = done;
            changes.ifPresentOrElse(this::write, done);
        };
        if (!writing) {
            whenWritten.run();
        }
    }
}
