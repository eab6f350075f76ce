package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.token.TrustDomain;

/**
 * Who is served. While downloading: those who give most, and one more by chance for three rounds at a time. As a seed: round
 * robin, each for a quota of pieces and at least a minute.
 */
final class Choker {
    /** Time between two rounds. */
    static final long ROUND_MILLIS = 10_000;

    /** Rounds for which the peer chosen by chance stays. */
    static final int OPTIMISTIC_ROUNDS = 3;

    /** Pieces a seed sends a peer before another's turn. */
    static final int QUOTA_PIECES = 20;

    /** A seed serves a peer at least this long. */
    static final long MIN_TURN_MILLIS = 60_000;

    private static final int RATE_SECONDS = 20;

    private final int maxSlots;
    private final long quotaBytes;
    private final RandomGenerator random;
    private final Membership membership;
    private final Map<Peer, Turn> turns = new HashMap<>();
    private Set<Peer> optimistic = Set.of();
    private int round;
    private Sharing sharing = Sharing.OPEN;

    private record Turn(long sinceMillis, long sentBefore) {}

    Choker(int slots, int pieceLengthBytes, RandomGenerator random, Membership membership) {
        this.maxSlots = slots;
        this.quotaBytes = (long) QUOTA_PIECES * pieceLengthBytes;
        this.random = random;
        this.membership = membership;
    }

    /** Serves peers or nobody from the next round on; true if that is a change. */
    boolean setSharing(Sharing next) {
        boolean changed = sharing != next;
        sharing = next;
        return changed;
    }

    private int slots() {
        return sharing == Sharing.OPEN ? maxSlots : 0;
    }

    /** A peer became interested: it is served at once if a slot is free. */
    void welcome(Peer peer, List<Peer> peers, long nowMillis) {
        long served = peers.stream().filter(other -> !other.isChoking()).count();
        if (peer.isChoking() && served < slots() && membership.serves(peer)) {
            serve(peer, nowMillis);
        }
    }

    void left(Peer peer) {
        turns.remove(peer);
    }

    /** One round among peers that want something of us. */
    void rechoke(List<Peer> peers, Role role, long nowMillis) {
        List<Peer> candidates = new ArrayList<>(peers.stream()
                .filter(Peer::isInterested)
                .filter(membership::serves)
                .toList());
        candidates.sort(role == Role.SEED ? byTurn(nowMillis) : byGift());
        Set<Peer> chosen = new HashSet<>();
        int regular = role == Role.SEED ? slots() : Math.max(0, slots() - 1);
        choose(candidates, regular, chosen);
        if (role == Role.LEECH) {
            chooseByChance(candidates, chosen);
        }
        for (Peer peer : peers) {
            if (chosen.contains(peer)) {
                serve(peer, nowMillis);
            } else {
                stop(peer, nowMillis);
            }
        }
        round++;
    }

    /** Serves a peer no more, until it is chosen again. */
    void stop(Peer peer, long nowMillis) {
        peer.setChoking(true, nowMillis);
        turns.remove(peer);
    }

    /** The first ones, but of strangers no more than their share while others want the slots. */
    private void choose(List<Peer> candidates, int slots, Set<Peer> chosen) {
        int strangers = 0;
        for (Peer peer : candidates) {
            boolean stranger = membership.domain(peer) == TrustDomain.STOCK;
            if (chosen.size() < slots && (!stranger || strangers < UploadShares.strangersOf(slots))) {
                chosen.add(peer);
                strangers += stranger ? 1 : 0;
            }
        }
        for (Peer peer : candidates) {
            if (chosen.size() < slots) {
                chosen.add(peer);
            }
        }
    }

    /** Whether we still download. */
    enum Role {
        LEECH,
        SEED
    }

    private void chooseByChance(List<Peer> candidates, Set<Peer> chosen) {
        if (round % OPTIMISTIC_ROUNDS == 0 || optimistic.stream().noneMatch(candidates::contains)) {
            List<Peer> rest =
                    candidates.stream().filter(peer -> !chosen.contains(peer)).toList();
            optimistic = rest.isEmpty() ? Set.of() : Set.of(rest.get(random.nextInt(rest.size())));
        }
        if (chosen.size() < slots()) {
            optimistic.stream().filter(candidates::contains).forEach(chosen::add);
        }
    }

    private void serve(Peer peer, long nowMillis) {
        turns.putIfAbsent(peer, new Turn(nowMillis, peer.up().total()));
        peer.setChoking(false, nowMillis);
    }

    private Comparator<Peer> byGift() {
        return Comparator.comparingLong((Peer peer) -> -peer.down().rate(RATE_SECONDS));
    }

    /** Those whose turn goes on first, then those who wait, then those whose turn is over; of each, those who serve most others. */
    private Comparator<Peer> byTurn(long nowMillis) {
        return Comparator.comparingInt((Peer peer) -> {
                    Turn turn = turns.get(peer);
                    if (turn == null) {
                        return 1;
                    }
                    boolean over = peer.up().total() - turn.sentBefore() >= quotaBytes
                            && nowMillis - turn.sinceMillis() >= MIN_TURN_MILLIS;
                    return over ? 2 : 0;
                })
                .thenComparingInt(peer -> membership.domain(peer).code());
    }
}
