package sealswarm.license.server.keystore;

import java.util.Set;

/** The values that another room keeps sealed under the key-encryption keys. Blocking; thread-safe. */
public interface SealedValues {
    /** The key-encryption keys that stored values need. */
    Set<KekId> neededKeks();

    /** Seals anew what is not under the current key, each value by itself, so that it may be cut off anywhere and run again. */
    void sealAnew(Keystore keystore);
}
