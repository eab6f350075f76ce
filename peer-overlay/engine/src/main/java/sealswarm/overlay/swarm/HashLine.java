package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.wire.BlockData;

/**
 * Blocks on their way to the hash workers. A block that comes alone goes at once; while a batch is under way the next one gathers,
 * so that the hops between threads become fewer the faster blocks come. One loop owns it.
 */
final class HashLine {
    /** Blocks of the largest batch: it goes even while another is under way. */
    static final int MAX_BATCH = 32;

    private final BlockHasher hasher;
    private final BiConsumer<Arrived, MerkleHash> hashed;
    private List<Arrived> batch = new ArrayList<>();
    private int underWay;

    /** A block and who sent it. */
    record Arrived(Object source, Block block, BlockData data) {}

    /** Each block is told to {@code hashed} with its leaf. */
    HashLine(BlockHasher hasher, BiConsumer<Arrived, MerkleHash> hashed) {
        this.hasher = hasher;
        this.hashed = hashed;
    }

    void add(Arrived arrived) {
        batch.add(arrived);
        if (batch.size() == MAX_BATCH) {
            hash();
        }
    }

    /** No more blocks come in this turn of the loop. */
    void turnEnded() {
        if (underWay == 0 && !batch.isEmpty()) {
            hash();
        }
    }

    private void hash() {
        List<Arrived> going = batch;
        batch = new ArrayList<>(MAX_BATCH);
        underWay++;
        List<BlockData> blocks = new ArrayList<>(going.size());
        going.forEach(arrived -> blocks.add(arrived.data()));
        hasher.leaves(blocks, leaves -> {
            underWay--;
            for (int i = 0; i < going.size(); i++) {
                hashed.accept(going.get(i), leaves.get(i));
            }
            turnEnded();
        });
    }
}
