package sealswarm.player.playback;

import io.vertx.core.Future;
import java.util.Optional;
import sealswarm.overlay.merkle.MerkleLayer;

/** Where the leaves of a track come from, so that single blocks can be checked. Unchecked: the caller verifies them. */
@FunctionalInterface
public interface LeafSupply {
    /** Leaves {@code first .. first + count - 1}, or nothing where nobody gives them now. Never fails. */
    Future<Optional<MerkleLayer>> leaves(long first, int count);

    /** No leaves from anywhere: whole pieces are checked instead. */
    LeafSupply NONE = (first, count) -> Future.succeededFuture(Optional.empty());
}
