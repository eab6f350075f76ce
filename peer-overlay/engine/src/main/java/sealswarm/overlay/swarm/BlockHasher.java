package sealswarm.overlay.swarm;

import java.util.List;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.wire.BlockData;

/** Hashing in the background. Calls are made and results arrive on the swarm's event loop. */
public interface BlockHasher {
    /** The Merkle leaf of each block, in order. */
    void leaves(List<BlockData> blocks, Consumer<List<MerkleHash>> done);

    /** The SHA-1 over all blocks in order. */
    void sha1(List<BlockData> blocks, Consumer<byte[]> done);
}
