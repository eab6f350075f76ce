package sealswarm.overlay.swarm;

import java.util.Optional;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleLayer;

/** Somewhere the {@code .leaves} sidecar can be read by range. Leaves are checked by the swarm before use. */
@FunctionalInterface
public interface LeafSource {
    /** Fetches leaves {@code first .. first + count - 1}; {@code done} is called once, on the swarm's event loop. */
    void leaves(long first, int count, Consumer<Optional<MerkleLayer>> done);
}
