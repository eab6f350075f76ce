package sealswarm.overlay.swarm;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is on the disk and checked.
 *
 * @param pieces complete pieces
 * @param partial blocks of pieces that are not complete, by piece
 */
public record HeldBlocks(BitSet pieces, Map<Integer, BitSet> partial) {
    /** Nothing. */
    public static final HeldBlocks NONE = new HeldBlocks(new BitSet(), Map.of());

    public HeldBlocks {
        pieces = (BitSet) pieces.clone();
        partial = copy(partial);
    }

    private static Map<Integer, BitSet> copy(Map<Integer, BitSet> partial) {
        Map<Integer, BitSet> copies = new TreeMap<>();
        partial.forEach((piece, blocks) -> copies.put(piece, (BitSet) blocks.clone()));
        return copies;
    }

    @Override
    public BitSet pieces() {
        return (BitSet) pieces.clone();
    }

    @Override
    public Map<Integer, BitSet> partial() {
        return copy(partial);
    }
}
