package sealswarm.overlay.tracker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.token.TrustDomain;

/**
 * Whom to name to an announcer: of the same group, sharing a wire id, reachable through both NATs, never a seed to a seed; six in ten from its own
 * site, network or neighbourhood, two in ten from its region, the rest from anywhere, EDGE peers last. Where costs between networks are
 * known, eight in ten are the cheapest to bring data from, drawn by lot among equals, and the rest from anywhere. Looks at a bounded sample of a large
 * swarm. Pure but for the injected randomness.
 */
final class PeerSelector {
    /** Peers looked at for one announce. */
    static final int MAX_SAMPLE = 400;

    /** Where nothing is known of places, so many to choose from for each peer to name are enough: each look costs a miss of the cache. */
    static final int CHOICE = 2;

    private static final int TENTHS_NEAR = 6;
    private static final int TENTHS_REGION = 2;

    private static final int TENTHS_CHEAP = 8;

    private final Locality locality;
    private final RandomGenerator random;

    PeerSelector(Locality locality, RandomGenerator random) {
        this.locality = locality;
        this.random = random;
    }

    /** At most {@code limit} of {@code peers} for {@code announcer}, which asks under the ids in {@code bits}. */
    List<PeerEntry> select(List<PeerEntry> peers, PeerEntry announcer, int bits, int limit) {
        List<PeerEntry> near = new ArrayList<>();
        List<PeerEntry> region = new ArrayList<>();
        List<PeerEntry> anywhere = new ArrayList<>();
        List<PeerEntry> edges = new ArrayList<>();
        int sample = Math.min(peers.size(), MAX_SAMPLE);
        int start = peers.isEmpty() ? 0 : random.nextInt(peers.size());
        int missing = locality.isKnown() ? sample : CHOICE * limit;
        for (int i = 0; i < sample && missing > 0; i++) {
            PeerEntry peer = peers.get((start + i) % peers.size());
            if (suits(peer, announcer, bits)) {
                bucket(peer, announcer, near, region, anywhere, edges).add(peer);
                missing--;
            }
        }
        List<PeerEntry> chosen = new ArrayList<>(limit);
        if (locality.hasCosts()) {
            near.addAll(region);
            near.addAll(anywhere);
            takeCheapest(near, announcer, chosen, limit * TENTHS_CHEAP / 10);
            take(near, chosen, limit);
            take(edges, chosen, limit);
            return chosen;
        }
        take(near, chosen, limit * TENTHS_NEAR / 10);
        take(region, chosen, chosen.size() + limit * TENTHS_REGION / 10);
        take(anywhere, chosen, limit);
        take(region, chosen, limit);
        take(near, chosen, limit);
        take(edges, chosen, limit);
        return chosen;
    }

    private static List<PeerEntry> bucket(
            PeerEntry peer,
            PeerEntry announcer,
            List<PeerEntry> near,
            List<PeerEntry> region,
            List<PeerEntry> anywhere,
            List<PeerEntry> edges) {
        if (peer.holder.domain() == TrustDomain.EDGE) {
            return edges;
        }
        boolean neighbour = peer.endpoint.isV4() == announcer.endpoint.isV4()
                && peer.endpoint.neighbourhood() == announcer.endpoint.neighbourhood();
        if (neighbour
                || isKnownAndSame(peer.place.site(), announcer.place.site())
                || isKnownAndSame(peer.place.network(), announcer.place.network())) {
            return near;
        }
        return isKnownAndSame(peer.place.region(), announcer.place.region()) ? region : anywhere;
    }

    private static boolean isKnownAndSame(String one, String other) {
        return !one.isEmpty() && one.equals(other);
    }

    private static boolean suits(PeerEntry peer, PeerEntry announcer, int bits) {
        return peer != announcer
                && (peer.mask & bits) != 0
                && peer.holder.group() == announcer.holder.group()
                && !(announcer.wantsNothing() && peer.wantsNothing())
                && NatClass.canMeet(peer.nat, announcer.nat)
                && isReachable(peer.endpoint, announcer.endpoint);
    }

    /** Loopback peers are named to loopback announcers only, private ones to private and loopback ones, global ones to all. */
    static boolean isReachable(Endpoint peer, Endpoint announcer) {
        Optional<Endpoint.Scope> theirs = peer.scope();
        Optional<Endpoint.Scope> ours = announcer.scope();
        return theirs.isPresent() && ours.isPresent() && ours.get().compareTo(theirs.get()) <= 0;
    }

    /** The costs are those of the way the data come: from the peer to the announcer. */
    private void takeCheapest(List<PeerEntry> from, PeerEntry announcer, List<PeerEntry> chosen, int count) {
        Map<PeerEntry, Double> costs = new HashMap<>();
        from.forEach(peer -> costs.put(peer, locality.cost(peer.place, announcer.place)));
        for (int i = from.size() - 1; i > 0; i--) {
            Collections.swap(from, i, random.nextInt(i + 1));
        }
        from.sort(Comparator.comparingDouble(peer -> costs.getOrDefault(peer, Double.POSITIVE_INFINITY)));
        List<PeerEntry> cheap = from.subList(0, Math.min(count, from.size()));
        chosen.addAll(cheap);
        cheap.clear();
    }

    private void take(List<PeerEntry> from, List<PeerEntry> chosen, int upTo) {
        while (chosen.size() < upTo && !from.isEmpty()) {
            int at = random.nextInt(from.size());
            chosen.add(from.get(at));
            from.set(at, from.get(from.size() - 1));
            from.remove(from.size() - 1);
        }
    }
}
