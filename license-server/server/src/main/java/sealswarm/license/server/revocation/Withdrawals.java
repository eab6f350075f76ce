package sealswarm.license.server.revocation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import sealswarm.format.key.Kid;

/**
 * The studio keys and packages that were taken back, and up to which epoch that is known, read forward from the log of revocations: at
 * once where this server took them back, after {@link #LIFE} where another one did. Blocking; thread-safe.
 */
public final class Withdrawals {
    /** How long a withdrawal made by another server may stay unseen. */
    public static final Duration LIFE = Duration.ofSeconds(1);

    private static final int PAGE = 1_000;

    private record Known(long epoch, Set<String> studioKeys, Set<String> packages, Instant at) {}

    private final RevocationStore store;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(0, Set.of(), Set.of(), Instant.MIN);

    public Withdrawals(RevocationStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether a package, or the key that signed it, was taken back. */
    public boolean cover(Kid signer, String packageId) {
        Known current = current();
        return current.studioKeys().contains(signer.hex()) || current.packages().contains(packageId);
    }

    /** The newest epoch of revocations that this server knows; it never falls. */
    public long epoch() {
        return current().epoch();
    }

    /** Reads what is new now. */
    public void catchUp() {
        reading.lock();
        try {
            known = read(known);
        } finally {
            reading.unlock();
        }
    }

    private Known current() {
        Known last = known;
        Instant now = clock.instant();
        boolean fresh = last.at().isAfter(Instant.MIN)
                && !now.isBefore(last.at())
                && now.isBefore(last.at().plus(LIFE));
        if (!fresh) {
            catchUp();
        }
        return known;
    }

    private Known read(Known last) {
        Instant now = clock.instant();
        Set<String> keys = new HashSet<>(last.studioKeys());
        Set<String> packages = new HashSet<>(last.packages());
        long epoch = last.epoch();
        List<RevocationStore.Entry> page = store.after(epoch, PAGE);
        while (!page.isEmpty()) {
            for (RevocationStore.Entry entry : page) {
                switch (entry.revocation().kind()) {
                    case STUDIO_KEY -> keys.add(entry.revocation().target());
                    case PACKAGE -> packages.add(entry.revocation().target());
                    case LICENSE, DEVICE -> {
                        // Grants and devices hold these states themselves.
                    }
                }
                epoch = entry.epoch();
            }
            page = store.after(epoch, PAGE);
        }
        return new Known(epoch, keys, packages, now);
    }
}
