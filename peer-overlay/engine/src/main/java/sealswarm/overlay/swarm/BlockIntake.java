package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.picker.Block;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.wire.BlockData;

/**
 * From an arrived block to a complete piece: hash, compare with the leaf, or with the piece where no leaf is known, then write.
 * Nothing unchecked is ever written or handed on. A block that contradicts its leaf convicts its source; a piece that fails as a
 * whole convicts its source if there was one, else the next passing copy tells who lied.
 */
final class BlockIntake {
    /** Failed pieces whose blocks are remembered for comparison. */
    static final int MAX_FAILED_PIECES = 64;

    /** Checked blocks of an unfinished piece are written after this long. */
    static final long PARTIAL_WRITE_MILLIS = 2_000;

    /** A failed write is tried again after this long. */
    static final long WRITE_RETRY_MILLIS = 5_000;

    private final TrackFacts facts;
    private final TrackLayout layout;
    private final LeafBook leafBook;
    private final BlockDisk disk;
    private final HashesUnderWay hasher;
    private final HashLine line;
    private final UnderWay writes = new UnderWay();
    private final MonotonicClock clock;
    private final Outcome outcome;
    private final Map<Integer, PieceAssembly> assemblies = new TreeMap<>();
    private final Map<Integer, List<Suspect>> suspects = new HashMap<>();
    private long heldBytes;
    private long writeFailedMillis;
    private boolean writeFailed;

    /** What follows from checks. */
    interface Outcome {
        /** A block of this source is right and can be read. */
        void blockVerified(Object source, Block block);

        /** A block is wrong and its source with it. */
        void wrongBlock(Object source, Block block);

        /** A source is convicted by comparison. */
        void convicted(Object source);

        /** A piece failed and nobody knows through whom. */
        void pieceFailed(int piece);

        /** A piece is checked and written. */
        void pieceWritten(int piece);
    }

    private record Suspect(Object source, int index, MerkleHash leaf) {}

    BlockIntake(
            TrackFacts facts,
            LeafBook leafBook,
            BlockDisk disk,
            BlockHasher hasher,
            MonotonicClock clock,
            Outcome outcome) {
        this.facts = facts;
        this.layout = facts.layout();
        this.leafBook = leafBook;
        this.disk = disk;
        this.hasher = new HashesUnderWay(hasher);
        this.line = new HashLine(this.hasher, this::hashed);
        this.clock = clock;
        this.outcome = outcome;
    }

    /** Blocks of an unfinished piece that an earlier run wrote. */
    void restore(int piece, BitSet written) {
        PieceAssembly assembly = assembly(piece);
        assembly.written.or(written);
        assembly.verified.or(written);
    }

    /** Takes a block that the picker counts as received, and the duty to release it. */
    void accept(Object source, Block block, BlockData data) {
        heldBytes += data.length();
        if (!leafBook.isUsed()) {
            PieceAssembly assembly = assembly(block.piece());
            assembly.put(block.index(), data, null, source);
            assembly.touchedMillis = clock.millis();
            checkWhole(assembly);
            return;
        }
        line.add(new HashLine.Arrived(source, block, data));
    }

    /** No more blocks come in this turn of the loop. */
    void turnEnded() {
        line.turnEnded();
    }

    private PieceAssembly assembly(int piece) {
        return assemblies.computeIfAbsent(piece, key -> new PieceAssembly(key, layout.blockCount(key)));
    }

    private void hashed(HashLine.Arrived arrived, MerkleHash leaf) {
        Block block = arrived.block();
        Optional<MerkleHash> expected = leafBook.leaf(block.piece(), block.index());
        if (expected.isPresent() && !expected.get().equals(leaf)) {
            heldBytes -= arrived.data().length();
            arrived.data().release();
            outcome.wrongBlock(arrived.source(), block);
            return;
        }
        PieceAssembly assembly = assembly(block.piece());
        release(assembly, block.index());
        assembly.put(block.index(), arrived.data(), leaf, arrived.source());
        assembly.touchedMillis = clock.millis();
        if (expected.isPresent()) {
            verified(assembly, block.index());
        } else {
            checkWhole(assembly);
        }
    }

    /** Leaves of {@code piece} have become known: blocks that waited for them are checked. */
    void leavesKnown(int piece) {
        PieceAssembly assembly = assemblies.get(piece);
        if (assembly == null) {
            return;
        }
        for (int i = 0; i < assembly.data.length; i++) {
            MerkleHash leaf = assembly.leaves[i];
            Object source = assembly.sources[i];
            if (leaf == null || source == null || assembly.verified.get(i)) {
                continue;
            }
            if (leafBook.leaf(piece, i).filter(leaf::equals).isPresent()) {
                verified(assembly, i);
            } else {
                release(assembly, i);
                outcome.wrongBlock(source, new Block(piece, i));
            }
        }
    }

    private void verified(PieceAssembly assembly, int index) {
        assembly.verified.set(index);
        outcome.blockVerified(assembly.source(index), new Block(assembly.piece, index));
        if (assembly.isVerified()) {
            writeAll(assembly);
        }
    }

    private void checkWhole(PieceAssembly assembly) {
        if (!assembly.isFull() || assembly.checking || assembly.isVerified()) {
            return;
        }
        if (leafBook.isUsed()) {
            checkByLeaves(assembly);
        } else {
            checkBySha1(assembly);
        }
    }

    private void checkBySha1(PieceAssembly assembly) {
        assembly.checking = true;
        List<BlockData> blocks = assembly.retained(0, assembly.data.length);
        hasher.sha1(blocks, sha1 -> {
            if (assemblies.get(assembly.piece) != assembly) {
                // It was dropped meanwhile: whoever was to deliver all of it has gone.
                blocks.forEach(BlockData::release);
                return;
            }
            boolean right = facts.pieceHashes().orElseThrow().matches(assembly.piece, sha1);
            if (right && !suspects.containsKey(assembly.piece)) {
                blocks.forEach(BlockData::release);
                assembly.checking = false;
                passed(assembly);
                return;
            }
            // To tell who lied, copies are compared block by block.
            hasher.leaves(blocks, leaves -> {
                blocks.forEach(BlockData::release);
                if (assemblies.get(assembly.piece) != assembly) {
                    return;
                }
                assembly.checking = false;
                assembly.putLeaves(leaves);
                if (right) {
                    passed(assembly);
                } else {
                    failed(assembly);
                }
            });
        });
    }

    private void checkByLeaves(PieceAssembly assembly) {
        byte[] packed = new byte[assembly.leaves.length * MerkleHash.LENGTH];
        for (int i = 0; i < assembly.leaves.length; i++) {
            MerkleHash leaf = assembly.leaves[i];
            if (leaf == null) {
                // An earlier run wrote this block, and its leaf is lost: only a fresh copy can be checked.
                drop(assembly.piece);
                outcome.pieceFailed(assembly.piece);
                return;
            }
            leaf.copyTo(packed, i * MerkleHash.LENGTH);
        }
        if (leafBook.learn(assembly.piece, MerkleLayer.of(packed))) {
            passed(assembly);
        } else {
            failed(assembly);
        }
    }

    private void passed(PieceAssembly assembly) {
        for (Suspect suspect : suspects.getOrDefault(assembly.piece, List.of())) {
            Optional<MerkleHash> right = leafBook.isUsed()
                    ? leafBook.leaf(assembly.piece, suspect.index())
                    : Optional.ofNullable(assembly.leaves[suspect.index()]);
            if (right.isPresent() && !right.get().equals(suspect.leaf())) {
                outcome.convicted(suspect.source());
            }
        }
        suspects.remove(assembly.piece);
        for (int i = 0; i < assembly.data.length; i++) {
            if (!assembly.verified.get(i)) {
                assembly.verified.set(i);
                outcome.blockVerified(assembly.source(i), new Block(assembly.piece, i));
            }
        }
        writeAll(assembly);
    }

    private void failed(PieceAssembly assembly) {
        Set<Object> contributors = assembly.contributors();
        remember(assembly);
        drop(assembly.piece);
        outcome.pieceFailed(assembly.piece);
        if (contributors.size() == 1) {
            outcome.convicted(contributors.iterator().next());
        }
    }

    private void remember(PieceAssembly assembly) {
        if (suspects.size() >= MAX_FAILED_PIECES && !suspects.containsKey(assembly.piece)) {
            return;
        }
        List<Suspect> list = suspects.computeIfAbsent(assembly.piece, piece -> new ArrayList<>());
        list.clear();
        for (int i = 0; i < assembly.leaves.length; i++) {
            MerkleHash leaf = assembly.leaves[i];
            Object source = assembly.sources[i];
            if (leaf != null && source != null) {
                list.add(new Suspect(source, i, leaf));
            }
        }
    }

    /** Forgets the received blocks of a piece. */
    void drop(int piece) {
        PieceAssembly assembly = assemblies.remove(piece);
        if (assembly != null) {
            for (int i = 0; i < assembly.data.length; i++) {
                release(assembly, i);
            }
        }
    }

    private void release(PieceAssembly assembly, int index) {
        BlockData data = assembly.data[index];
        if (data != null) {
            heldBytes -= data.length();
            assembly.drop(index);
            data.release();
        }
    }

    private void writeAll(PieceAssembly assembly) {
        BitSet pending = (BitSet) assembly.verified.clone();
        pending.andNot(assembly.written);
        pending.andNot(assembly.writing);
        for (int from = pending.nextSetBit(0); from >= 0; ) {
            int to = pending.nextClearBit(from);
            write(assembly, from, to);
            from = pending.nextSetBit(to);
        }
        if (assembly.isWritten()) {
            finished(assembly);
        }
    }

    private void write(PieceAssembly assembly, int from, int to) {
        assembly.writing.set(from, to);
        writes.begun();
        if (!assembly.isVerified()) {
            leafBook.saveEarly(assembly.piece);
        }
        long offset = layout.offset(new Block(assembly.piece, from));
        List<BlockData> blocks = assembly.retained(from, to);
        disk.write(offset, blocks, result -> {
            blocks.forEach(BlockData::release);
            assembly.writing.clear(from, to);
            if (result == BlockDisk.WriteResult.FAILED) {
                writeFailed = true;
                writeFailedMillis = clock.millis();
            } else {
                writeFailed = false;
                assembly.written.set(from, to);
                if (assembly.isWritten()) {
                    finished(assembly);
                }
            }
            writes.ended();
        });
    }

    /** Writes every block that has come and is right; no more may come. Runs {@code done} when no hash and no write is under way. */
    void close(Runnable done) {
        line.turnEnded();
        hasher.whenIdle(() -> {
            List.copyOf(assemblies.values()).forEach(this::writeAll);
            writes.whenIdle(done);
        });
    }

    private void finished(PieceAssembly assembly) {
        if (assemblies.get(assembly.piece) != assembly) {
            return;
        }
        leafBook.save(assembly.piece);
        drop(assembly.piece);
        outcome.pieceWritten(assembly.piece);
    }

    /** Every second: writes checked blocks of slow pieces, and again what could not be written. */
    void tick() {
        long now = clock.millis();
        if (writeFailed && now - writeFailedMillis < WRITE_RETRY_MILLIS) {
            return;
        }
        for (PieceAssembly assembly : List.copyOf(assemblies.values())) {
            if (writeFailed || now - assembly.touchedMillis >= PARTIAL_WRITE_MILLIS) {
                writeAll(assembly);
            }
        }
    }

    /** True while the disk refuses what it is given. */
    boolean isDiskFailing() {
        return writeFailed;
    }

    /** Bytes received and not yet written. */
    long heldBytes() {
        return heldBytes;
    }

    /** A checked block that is still in memory; lent until the next turn of the loop. */
    @Nullable
    BlockData verifiedInMemory(Block block) {
        PieceAssembly assembly = assemblies.get(block.piece());
        return assembly != null && assembly.verified.get(block.index()) ? assembly.data[block.index()] : null;
    }

    /** True if a block of an unfinished piece is checked and on disk. */
    boolean isOnDisk(Block block) {
        PieceAssembly assembly = assemblies.get(block.piece());
        return assembly != null && assembly.written.get(block.index());
    }

    /** Blocks of unfinished pieces that are on disk, by piece. */
    Map<Integer, BitSet> partial() {
        Map<Integer, BitSet> partial = new TreeMap<>();
        assemblies.forEach((piece, assembly) -> {
            if (!assembly.written.isEmpty()) {
                partial.put(piece, (BitSet) assembly.written.clone());
            }
        });
        return partial;
    }
}
