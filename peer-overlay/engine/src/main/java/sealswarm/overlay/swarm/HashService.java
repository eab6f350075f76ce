package sealswarm.overlay.swarm;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.wire.PeerMessage;

/**
 * The hash messages of BEP 52: answers peers' requests as far as the leaves are at hand and rejects everything else; takes their
 * answers to ours.
 */
final class HashService {
    /** Requests of one peer under way. */
    static final int MAX_OPEN = 4;

    /** Requests of one peer per second. */
    static final int MAX_PER_SECOND = 20;

    /** Pieces whose leaves may have to be read for one answer. */
    static final int MAX_PIECES = 64;

    private final TrackFacts facts;
    private final LeafBook leafBook;
    private final MonotonicClock clock;
    private final Consumer<Peer> onLie;
    private final Map<Peer, Load> loads = new HashMap<>();

    private static final class Load {
        int open;
        int thisSecond;
    }

    /** {@code onLie} is told who sent hashes that are wrong. */
    HashService(TrackFacts facts, LeafBook leafBook, MonotonicClock clock, Consumer<Peer> onLie) {
        this.facts = facts;
        this.leafBook = leafBook;
        this.clock = clock;
        this.onLie = onLie;
    }

    void joined(Peer peer) {
        loads.put(peer, new Load());
    }

    void left(Peer peer) {
        loads.remove(peer);
        peer.openHashRequests().forEach(leafBook::refused);
    }

    /** Nodes came that we asked for. */
    void arrived(Peer peer, HashRequest range, MerkleLayer answer) {
        if (!leafBook.answered(range, answer)) {
            onLie.accept(peer);
        }
    }

    /** A peer will not answer. */
    void refused(HashRequest range) {
        leafBook.refused(range);
    }

    /** A second has passed. */
    void tick() {
        loads.values().forEach(load -> load.thisSecond = 0);
        leafBook.secondPassed();
    }

    /** Answers now or after reading the sidecar. */
    void wanted(Peer peer, HashRequest range) {
        Load load = loads.get(peer);
        if (load == null) {
            return;
        }
        boolean served = facts.root().filter(range.piecesRoot()::equals).isPresent()
                && range.isValidFor(facts.leafCount())
                && range.length() <= HashRequest.MAX_LENGTH
                && load.open < MAX_OPEN
                && load.thisSecond < MAX_PER_SECOND;
        var pieces = served ? leafBook.piecesOf(range) : List.<Integer>of();
        if (!served || pieces.size() > MAX_PIECES) {
            reject(peer, range);
            return;
        }
        load.open++;
        load.thisSecond++;
        loadAll(peer, range, pieces.iterator());
    }

    private void loadAll(Peer peer, HashRequest range, Iterator<Integer> pieces) {
        if (!pieces.hasNext()) {
            answer(peer, range);
            return;
        }
        leafBook.load(pieces.next(), loaded -> {
            if (loaded) {
                loadAll(peer, range, pieces);
            } else {
                finish(peer, range, Optional.empty());
            }
        });
    }

    private void answer(Peer peer, HashRequest range) {
        finish(peer, range, range.answer(leafBook));
    }

    private void finish(Peer peer, HashRequest range, Optional<MerkleLayer> hashes) {
        Load load = loads.get(peer);
        if (load == null) {
            return;
        }
        load.open--;
        if (hashes.isPresent()) {
            peer.send(new PeerMessage.Hashes(range, hashes.get()), clock.millis());
        } else {
            reject(peer, range);
        }
    }

    private void reject(Peer peer, HashRequest range) {
        peer.send(new PeerMessage.RejectHashes(range), clock.millis());
    }
}
