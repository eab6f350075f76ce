package sealswarm.license.server.keystore;

import java.time.Instant;
import java.util.List;

/** Collection {@code serverKeys}: the server's own secrets, sealed. Blocking; thread-safe. */
public interface SecretStore {
    /**
     * One secret.
     *
     * @param generation 1, 2, ...: the highest of a use is the current one
     * @param sealed with the fields {@code server-key}, use and generation
     */
    record Entry(SecretUse use, int generation, Sealed sealed, Instant createdAt) {
        public Entry {
            if (generation < 1) {
                throw new IllegalArgumentException("generations count from 1: " + generation);
            }
        }
    }

    /** All secrets, by use and generation. */
    List<Entry> all();

    /** Stores a secret unless one of the same use and generation is there; durable when it returns. */
    void insertIfAbsent(Entry entry);

    /** Stores another sealing of a secret that is there: after a change of the KEK. */
    void replace(Entry entry);
}
