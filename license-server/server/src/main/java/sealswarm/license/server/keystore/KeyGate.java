package sealswarm.license.server.keystore;

import org.jspecify.annotations.Nullable;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/** The way to the keys: closed while the server is sealed. Thread-safe. */
public final class KeyGate {
    private volatile @Nullable Keystore keystore;

    /** Unseals the server. */
    public void open(Keystore unsealed) {
        keystore = unsealed;
    }

    /**
     * The keys.
     *
     * @throws ProblemException sealed
     */
    public Keystore require() {
        Keystore held = keystore;
        if (held == null) {
            throw ProblemException.of(
                    ProblemType.SEALED, "no key-encryption key: set license-server.kek-file and restart");
        }
        return held;
    }

    public boolean isOpen() {
        return keystore != null;
    }

    /** Seals the server again and closes the keys. */
    public void close() {
        Keystore held = keystore;
        keystore = null;
        if (held != null) {
            held.close();
        }
    }
}
