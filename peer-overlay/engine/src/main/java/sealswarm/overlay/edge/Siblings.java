package sealswarm.overlay.edge;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sealswarm.overlay.config.SiblingAddress;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeOrder;
import sealswarm.overlay.token.EdgeSiblingKey;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

/** The other edges of the shop that this one works with, and the tokens it shows them. Immutable. */
final class Siblings {
    /** Most siblings of one edge. */
    static final int MAX_SIBLINGS = 8;

    /** Life of the tokens in tracker addresses: longer than a fetch may run. */
    static final Duration ANNOUNCE_LIFE = Duration.ofDays(2);

    private final List<Sibling> all;

    /**
     * A sibling.
     *
     * @param url its public address, without a slash at the end
     * @param key by which this edge proves itself to it
     */
    record Sibling(EdgeName name, URI url, EdgeSiblingKey key) {
        /** Its tracker's address for one swarm, with a token until {@code until}. */
        String announce(SwarmId swarm, Instant until) {
            EdgeToken token =
                    EdgeToken.of(TokenKind.ANNOUNCE, TrustDomain.EDGE, swarm, Pseudonym.NOBODY, until.getEpochSecond());
            return url + "/announce/" + key.mint(token);
        }
    }

    private Siblings(List<Sibling> all) {
        this.all = all;
    }

    /**
     * The configured siblings of the edge {@code self}, each with its key.
     *
     * @throws IllegalArgumentException naming the sibling that has no key, is this edge itself, or is one too many
     */
    static Siblings of(EdgeName self, List<SiblingAddress> addresses, List<EdgeSiblingKey> keys) {
        if (addresses.size() > MAX_SIBLINGS) {
            throw new IllegalArgumentException("more than " + MAX_SIBLINGS + " siblings");
        }
        Map<EdgeName, EdgeSiblingKey> mine = new HashMap<>();
        for (EdgeSiblingKey key : keys) {
            if (key.from().equals(self)) {
                mine.merge(key.to(), key, (one, other) -> one.generation() > other.generation() ? one : other);
            }
        }
        List<Sibling> all = new ArrayList<>();
        for (SiblingAddress address : addresses) {
            EdgeSiblingKey key = mine.get(address.name());
            if (key == null || keys.stream().noneMatch(other -> other.from().equals(address.name()))) {
                throw new IllegalArgumentException("no keys from " + self + " to " + address.name() + " and back");
            }
            all.add(new Sibling(address.name(), address.url(), key));
        }
        return new Siblings(List.copyOf(all));
    }

    List<Sibling> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Trackers for a swarm, one tier each, in the order in which all its peers turn to them. */
    List<List<String>> trackers(SwarmId swarm, Instant now) {
        Instant until = now.plus(ANNOUNCE_LIFE);
        return EdgeOrder.of(swarm, all, Sibling::name).stream()
                .map(sibling -> List.of(sibling.announce(swarm, until)))
                .toList();
    }
}
