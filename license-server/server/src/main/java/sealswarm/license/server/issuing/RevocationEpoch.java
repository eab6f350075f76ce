package sealswarm.license.server.issuing;

import java.time.Duration;
import java.time.Instant;
import sealswarm.license.server.revocation.RevocationStore;

/** The newest epoch of revocations, read again after {@link #LIFE}. Blocking; thread-safe. */
final class RevocationEpoch {
    /** How long a revocation made by another server may stay unnamed in licenses. */
    static final Duration LIFE = Duration.ofSeconds(1);

    private final RevocationStore store;
    private long epoch;
    private Instant readAt = Instant.MIN;

    RevocationEpoch(RevocationStore store) {
        this.store = store;
    }

    long epoch(Instant now) {
        synchronized (this) {
            if (!now.isBefore(readAt) && now.isBefore(readAt.equals(Instant.MIN) ? now : readAt.plus(LIFE))) {
                return epoch;
            }
        }
        long read = store.epoch();
        synchronized (this) {
            epoch = Math.max(epoch, read);
            readAt = now;
            return epoch;
        }
    }
}
