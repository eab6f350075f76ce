package sealswarm.overlay.token;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The keys one edge accepts: the generation it mints with (the highest) and older ones that are still honoured while their
 * tokens live. Thread-safe.
 */
public final class EdgeTokenRing {
    /** Most generations at once. */
    public static final int MAX_KEYS = 4;

    private final List<EdgeTokenKey> keys;

    /**
     * A ring of 1 to {@value #MAX_KEYS} keys of one edge, each generation once.
     *
     * @throws IllegalArgumentException otherwise
     */
    public EdgeTokenRing(List<EdgeTokenKey> keys) {
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("an edge has 1 to " + MAX_KEYS + " token keys, not " + keys.size());
        }
        if (keys.stream().map(EdgeTokenKey::kid).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("two token keys of one generation");
        }
        if (keys.stream().map(EdgeTokenKey::edge).distinct().count() != 1) {
            throw new IllegalArgumentException("token keys of different edges");
        }
        this.keys = keys.stream()
                .sorted(Comparator.comparingInt(EdgeTokenKey::generation).reversed())
                .toList();
    }

    /** The edge all keys belong to. */
    public EdgeName edge() {
        return keys.get(0).edge();
    }

    /** Mints with the newest generation. */
    public String mint(EdgeToken token) {
        return keys.get(0).mint(token);
    }

    /** Checks with the key the token names; see {@link EdgeTokenKey#check}. */
    public TokenVerdict check(String text, TokenKind kind, Instant now) {
        EdgeTokenKey named = EdgeTokenKey.unverifiedKid(text)
                .flatMap(kid ->
                        keys.stream().filter(key -> key.kid().equals(kid)).findFirst())
                .orElse(keys.get(0));
        return named.check(text, kind, now);
    }
}
