package sealswarm.license.server.keystore;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sealswarm.format.json.Base64Url;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/**
 * The key-encryption keys: the last one seals, all open. As text, one {@code id key} per line, the key 32 bytes in base64url.
 * Thread-safe until closed.
 */
public final class KeyEncryptionKeys implements AutoCloseable {
    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;

    /** Most versions held at once. */
    public static final int MAX_VERSIONS = 16;

    private final Map<KekId, SecretBytes> keys;
    private final KekId current;

    private KeyEncryptionKeys(Map<KekId, SecretBytes> keys, KekId current) {
        this.keys = Collections.unmodifiableMap(keys);
        this.current = current;
    }

    /**
     * Reads keys as {@link #revealText} writes them; empty lines and lines that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException naming the line, never its content, if one is malformed, an id stands twice, or there
     *     is none
     */
    public static KeyEncryptionKeys parse(String text) {
        Map<KekId, SecretBytes> keys = new LinkedHashMap<>();
        List<KekId> order = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.strip().split(" ", -1);
            try {
                KekId id = new KekId(parts[0]);
                byte[] key = Base64Url.decode(parts.length == 2 ? parts[1] : "", KEY_BYTES);
                if (keys.size() == MAX_VERSIONS || keys.containsKey(id)) {
                    throw new IllegalArgumentException("twice, or more than " + MAX_VERSIONS);
                }
                keys.put(id, SecretBytes.take(key, InsecureSecretAccess.get()));
                order.add(id);
            } catch (FormatException | IllegalArgumentException malformed) {
                keys.values().forEach(SecretBytes::close);
                throw new IllegalArgumentException("line " + number
                        + ": expected 'id key' with a new id and 32 bytes in base64url, at most " + MAX_VERSIONS
                        + " lines");
            }
        }
        if (order.isEmpty()) {
            throw new IllegalArgumentException("no key-encryption key");
        }
        return new KeyEncryptionKeys(keys, order.get(order.size() - 1));
    }

    /** One fresh key. */
    public static KeyEncryptionKeys random(KekId id, SecureRandom random) {
        Map<KekId, SecretBytes> keys = new LinkedHashMap<>();
        keys.put(id, SecretBytes.random(random, KEY_BYTES));
        return new KeyEncryptionKeys(keys, id);
    }

    /** These keys and a fresh one that seals from now on; the result holds copies. */
    public KeyEncryptionKeys rotated(KekId id, SecureRandom random) {
        if (keys.containsKey(id) || keys.size() == MAX_VERSIONS) {
            throw new IllegalArgumentException("kek id " + id + " is in use, or there are " + MAX_VERSIONS + " keys");
        }
        Map<KekId, SecretBytes> more = new LinkedHashMap<>();
        keys.forEach((known, key) -> more.put(known, key.duplicate()));
        more.put(id, SecretBytes.random(random, KEY_BYTES));
        return new KeyEncryptionKeys(more, id);
    }

    /** The key that seals. */
    public KekId current() {
        return current;
    }

    Optional<SecretBytes> find(KekId id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The keys in the form of the key file: a secret. */
    public String revealText() {
        StringBuilder text = new StringBuilder();
        keys.forEach((id, key) -> text.append(id)
                .append(' ')
                .append(key.<String>lend(InsecureSecretAccess.get(), Base64Url::encode))
                .append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        keys.values().forEach(SecretBytes::close);
    }

    @Override
    public String toString() {
        return "KeyEncryptionKeys[" + keys.keySet() + ", redacted]";
    }
}
