package sealswarm.overlay.merkle;

import java.util.Optional;

/** Whatever can tell nodes of one track's tree: a whole tree, or a piece layer with leaves read on demand. */
@FunctionalInterface
public interface MerkleNodes {
    /** The node at (height, index), heights counted from the leaves; empty if it is not known here or not in the tree. */
    Optional<MerkleHash> node(int height, long index);
}
