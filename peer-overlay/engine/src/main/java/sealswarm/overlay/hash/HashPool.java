package sealswarm.overlay.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.swarm.BlockHasher;
import sealswarm.overlay.wire.BlockData;

/** A {@link BlockHasher} on worker threads. What is queued is bounded by what swarms may hold unchecked. */
public final class HashPool implements BlockHasher {
    private static final ThreadLocal<MerkleHasher> HASHER = ThreadLocal.withInitial(MerkleHasher::new);

    private final Executor workers;
    private final Executor loop;

    /** A hasher that works on {@code workers} and reports on {@code loop}. */
    public HashPool(Executor workers, Executor loop) {
        this.workers = workers;
        this.loop = loop;
    }

    @Override
    public void leaves(List<BlockData> blocks, Consumer<List<MerkleHash>> done) {
        workers.execute(() -> {
            MerkleHasher hasher = HASHER.get();
            List<MerkleHash> leaves = new ArrayList<>(blocks.size());
            for (BlockData block : blocks) {
                leaves.add(block.leaf(hasher));
            }
            loop.execute(() -> done.accept(leaves));
        });
    }

    @Override
    public void sha1(List<BlockData> blocks, Consumer<byte[]> done) {
        workers.execute(() -> {
            MessageDigest sha1 = newSha1();
            blocks.forEach(block -> sha1.update(block.buffer()));
            byte[] digest = sha1.digest();
            loop.execute(() -> done.accept(digest));
        });
    }

    private static MessageDigest newSha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
