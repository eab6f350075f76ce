package sealswarm.overlay.swarm;

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
    public boolean ask(int piece, HashRequest range) {
        for (Peer peer : connections.all()) {
            if (peer.pieces().get(piece) && peer.askHashes(range, clock.millis())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void known(int piece) {
        onKnown.accept(piece);
    }
}
