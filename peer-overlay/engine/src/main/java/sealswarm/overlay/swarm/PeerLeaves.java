package sealswarm.overlay.swarm;

import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.peer.Peer;

/** Asks whichever connected peer has the piece for its leaves. */
final class PeerLeaves implements LeafBook.Asker {
    private final Connections connections;
    private final MonotonicClock clock;
    private final IntConsumer onKnown;

    /** {@code onKnown} is told of each piece whose leaves have become known. */
    PeerLeaves(Connections connections, MonotonicClock clock, IntConsumer onKnown) {
        this.connections = connections;
        this.clock = clock;
        this.onKnown = onKnown;
    }

    @Override
    public Optional<Object> ask(int piece, HashRequest range, Set<Object> tried) {
        for (Peer peer : connections.all()) {
            if (!tried.contains(peer) && peer.pieces().get(piece) && peer.askHashes(range, clock.millis())) {
                return Optional.of(peer);
            }
        }
        return Optional.empty();
    }

    @Override
    public void known(int piece) {
        onKnown.accept(piece);
    }
}
