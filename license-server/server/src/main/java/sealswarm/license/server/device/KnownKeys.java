package sealswarm.license.server.device;

import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.format.key.VerifyKey;

/**
 * The keys of devices seen lately. Reading one checks that it is a point of the right order, which costs as much as a signature
 * check; the same text need not be checked again. Thread-safe.
 */
final class KnownKeys {
    /** Most keys remembered, about 200 bytes each. */
    static final int MAX_KEYS = 8192;

    private final Map<String, VerifyKey> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VerifyKey> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /**
     * The key of this text.
     *
     * @throws sealswarm.format.problem.FormatException if it is none
     */
    VerifyKey read(String text) {
        synchronized (known) {
            VerifyKey key = known.get(text);
            if (key != null) {
                return key;
            }
        }
        VerifyKey key = new VerifyKey(text);
        synchronized (known) {
            known.put(text, key);
        }
        return key;
    }

    int size() {
        synchronized (known) {
            return known.size();
        }
    }
}
