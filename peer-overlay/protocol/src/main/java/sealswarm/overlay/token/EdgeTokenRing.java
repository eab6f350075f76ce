package sealswarm.overlay.token;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys one edge accepts: the generation it mints with (the highest) and older ones that are still honoured while their
 * tokens live. Thread-safe.
 */
public final class EdgeTokenRing {
    /** Most generations at once. */
    public static final int MAX_KEYS = 4;

    /** Most sibling keys at once: eight siblings, four generations each. */
    public static final int MAX_SIBLING_KEYS = 32;

    private final List<EdgeTokenKey> keys;
    private final List<EdgeSiblingKey> siblings;

    /**
     * A ring of 1 to {@value #MAX_KEYS} keys of one edge, each generation once.
     *
     * @throws IllegalArgumentException otherwise
     */
    public EdgeTokenRing(List<EdgeTokenKey> keys) {
        this(keys, List.of());
    }

    /**
     * A ring that believes siblings too, each as far as an {@link EdgeSiblingKey} reaches.
     *
     * @throws IllegalArgumentException if the edge's keys are not 1 to {@value #MAX_KEYS} of one edge, or a sibling's key is not for it
     */
    public EdgeTokenRing(List<EdgeTokenKey> keys, List<EdgeSiblingKey> siblings) {
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("an edge has 1 to " + MAX_KEYS + " token keys, not " + keys.size());
        }
        if (keys.stream().map(EdgeTokenKey::kid).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("two token keys of one generation");
        }
        if (keys.stream().map(EdgeTokenKey::edge).distinct().count() != 1) {
            throw new IllegalArgumentException("token keys of different edges");
        }
        EdgeName edge = keys.get(0).edge();
        if (siblings.stream().anyMatch(sibling -> !sibling.to().equals(edge))) {
            throw new IllegalArgumentException("a sibling key for another edge than " + edge);
        }
        if (siblings.size() > MAX_SIBLING_KEYS) {
            throw new IllegalArgumentException("more than " + MAX_SIBLING_KEYS + " sibling keys");
        }
        this.siblings = List.copyOf(siblings);
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
        Optional<EdgeKeyId> kid = EdgeTokenKey.unverifiedKid(text);
        Optional<EdgeSiblingKey> sibling = kid.flatMap(
                id -> siblings.stream().filter(key -> key.kid().equals(id)).findFirst());
        if (sibling.isPresent()) {
            return sibling.get().check(text, kind, now);
        }
        return kid.flatMap(
                        id -> keys.stream().filter(key -> key.kid().equals(id)).findFirst())
                .orElse(keys.get(0))
                .check(text, kind, now);
    }
}
