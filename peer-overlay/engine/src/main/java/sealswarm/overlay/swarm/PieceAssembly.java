package sealswarm.overlay.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.wire.BlockData;

/** The received blocks of one piece until it is complete, checked and written. */
final class PieceAssembly {
    final int piece;
    final @Nullable BlockData[] data;
    final @Nullable MerkleHash[] leaves;
    final @Nullable Object[] sources;
    final BitSet verified;
    final BitSet written;
    final BitSet writing = new BitSet();
    boolean checking;
    long touchedMillis;

    PieceAssembly(int piece, int blocks) {
        this.piece = piece;
        this.data = new BlockData[blocks];
        this.leaves = new MerkleHash[blocks];
        this.sources = new Object[blocks];
        this.verified = new BitSet(blocks);
        this.written = new BitSet(blocks);
    }

    void put(int index, BlockData block, @Nullable MerkleHash leaf, Object source) {
        data[index] = block;
        leaves[index] = leaf;
        sources[index] = source;
    }

    /** The leaf hash of every block, made for comparison with another copy. */
    void putLeaves(List<MerkleHash> all) {
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = all.get(i);
        }
    }

    void drop(int index) {
        data[index] = null;
        leaves[index] = null;
        sources[index] = null;
    }

    boolean isFull() {
        for (int i = 0; i < data.length; i++) {
            if (data[i] == null && !written.get(i)) {
                return false;
            }
        }
        return true;
    }

    boolean isVerified() {
        return verified.cardinality() == data.length;
    }

    boolean isWritten() {
        return written.cardinality() == data.length;
    }

    /** Blocks that must be in memory, each to be released once more. */
    List<BlockData> retained(int from, int to) {
        List<BlockData> blocks = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            BlockData block = data[i];
            if (block == null) {
                throw new IllegalStateException("block " + i + " of piece " + piece + " is not in memory");
            }
            blocks.add(block.retain());
        }
        return blocks;
    }

    /** Who delivered a block that is in memory. */
    Object source(int index) {
        Object source = sources[index];
        if (source == null) {
            throw new IllegalStateException("block " + index + " of piece " + piece + " is not in memory");
        }
        return source;
    }

    /** Everyone who delivered a block of this piece that is in memory. */
    Set<Object> contributors() {
        Set<Object> all = new HashSet<>();
        for (Object source : sources) {
            if (source != null) {
                all.add(source);
            }
        }
        return all;
    }
}
