package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.wire.BlockData;

class HashLineTest {
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<Integer> batches = new ArrayList<>();
    private final List<Integer> hashed = new ArrayList<>();
    private final HashLine line = new HashLine(
            new Later(), (arrived, leaf) -> hashed.add(arrived.block().index()));

    @Test
    void aBlockThatComesAloneGoesAtOnce() {
        add(1);
        assertTrue(batches.isEmpty());
        line.turnEnded();
        assertEquals(List.of(1), batches);
        workers.remove().run();
        assertEquals(List.of(0), hashed);
        line.turnEnded();
        assertTrue(workers.isEmpty());
    }

    @Test
    void whileABatchIsUnderWayTheNextGathers() {
        add(1);
        line.turnEnded();
        add(2);
        line.turnEnded();
        add(3);
        line.turnEnded();
        assertEquals(List.of(1), batches);
        workers.remove().run();
        assertEquals(List.of(1, 5), batches);
        workers.remove().run();
        assertEquals(List.of(0, 0, 1, 0, 1, 2), hashed);
    }

    @Test
    void aFullBatchGoesWhateverIsUnderWay() {
        add(1);
        line.turnEnded();
        add(HashLine.MAX_BATCH - 1);
        assertEquals(1, workers.size());
        add(2);
        assertEquals(List.of(1, HashLine.MAX_BATCH), batches);
        workers.remove().run();
        line.turnEnded();
        assertEquals(2, batches.size());
        workers.remove().run();
        assertEquals(List.of(1, HashLine.MAX_BATCH, 1), batches);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            line.add(new HashLine.Arrived("source", new Block(0, i), BlockData.adopt(new byte[] {(byte) i})));
        }
    }

    /** Hashes when the test says so. */
    private final class Later implements BlockHasher {
        private final MerkleHasher hasher = new MerkleHasher();

        @Override
        public void leaves(List<BlockData> blocks, Consumer<List<MerkleHash>> done) {
            batches.add(blocks.size());
            workers.add(() ->
                    done.accept(blocks.stream().map(block -> block.leaf(hasher)).toList()));
        }

        @Override
        public void sha1(List<BlockData> blocks, Consumer<byte[]> done) {
            throw new AssertionError("blocks with leaves are not hashed so");
        }
    }
}
