package sealswarm.license.server.keystore;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * These keys and a fresh one that opens but does not seal yet: for all servers to know before the first one seals with it. The
     * result holds copies.
     *
     * @throws IllegalArgumentException if the id is in use or there are {@value #MAX_VERSIONS} keys
     */
    public KeyEncryptionKeys prepared(KekId id, SecureRandom random) {
        requireRoom(id);
        Map<KekId, SecretBytes> more = new LinkedHashMap<>();
        more.put(id, SecretBytes.random(random, KEY_BYTES));
        keys.forEach((known, key) -> more.put(known, key.duplicate()));
        return new KeyEncryptionKeys(more, current);
    }

    /**
     * These keys, of which the one named seals from now on: one that was prepared, or else a fresh one. The result holds copies.
     *
     * @throws IllegalArgumentException if that key seals already or there are {@value #MAX_VERSIONS} keys
     */
    public KeyEncryptionKeys rotated(KekId id, SecureRandom random) {
        if (id.equals(current)) {
            throw new IllegalArgumentException("kek id " + id + " is the one that seals");
        }
        SecretBytes prepared = keys.get(id);
        if (prepared == null) {
            requireRoom(id);
        }
        Map<KekId, SecretBytes> more = copies(Set.of(id));
        more.put(id, prepared == null ? SecretBytes.random(random, KEY_BYTES) : prepared.duplicate());
        return new KeyEncryptionKeys(more, id);
    }

    /**
     * These keys without one. The result holds copies.
     *
     * @throws IllegalArgumentException if there is no such key, or it is the one that seals
     */
    public KeyEncryptionKeys without(KekId id) {
        if (id.equals(current) || !keys.containsKey(id)) {
            throw new IllegalArgumentException(
                    id.equals(current) ? "kek id " + id + " is the one that seals" : "no key of kek id " + id);
        }
        return new KeyEncryptionKeys(copies(Set.of(id)), current);
    }

    /** These keys, and those of {@code others} that are not among them. The result holds copies. */
    KeyEncryptionKeys keeping(KeyEncryptionKeys others) {
        Map<KekId, SecretBytes> more = new LinkedHashMap<>();
        others.keys.forEach((id, key) -> {
            if (!keys.containsKey(id)) {
                more.put(id, key.duplicate());
            }
        });
        more.putAll(copies(Set.of()));
        return new KeyEncryptionKeys(more, current);
    }

    private Map<KekId, SecretBytes> copies(Set<KekId> except) {
        Map<KekId, SecretBytes> copies = new LinkedHashMap<>();
        keys.forEach((known, key) -> {
            if (!except.contains(known)) {
                copies.put(known, key.duplicate());
            }
        });
        return copies;
    }

    private void requireRoom(KekId id) {
        if (keys.containsKey(id) || keys.size() == MAX_VERSIONS) {
            throw new IllegalArgumentException("kek id " + id + " is in use, or there are " + MAX_VERSIONS + " keys");
        }
    }

    /** The ids of all keys, the one that seals last. */
    public List<KekId> ids() {
        return List.copyOf(keys.keySet());
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
