package sealswarm.overlay.swarm;

import java.util.List;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.wire.BlockData;

/** A hasher that knows when all it was given is hashed and told. One loop owns it. */
final class HashesUnderWay implements BlockHasher {
    private final BlockHasher hasher;
    private final UnderWay underWay = new UnderWay();

    HashesUnderWay(BlockHasher hasher) {
        this.hasher = hasher;
    }

    @Override
    public void leaves(List<BlockData> blocks, Consumer<List<MerkleHash>> done) {
        underWay.begun();
        hasher.leaves(blocks, leaves -> {
            done.accept(leaves);
            underWay.ended();
        });
    }

    @Override
    public void sha1(List<BlockData> blocks, Consumer<byte[]> done) {
        underWay.begun();
        hasher.sha1(blocks, digest -> {
            done.accept(digest);
            underWay.ended();
        });
    }

    /** Runs {@code action} as soon as nothing is being hashed. */
    void whenIdle(Runnable action) {
        underWay.whenIdle(action);
    }
}
