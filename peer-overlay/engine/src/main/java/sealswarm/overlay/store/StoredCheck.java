package sealswarm.overlay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.swarm.HeldBlocks;
import sealswarm.overlay.swarm.TrackFacts;

/** Finds out what a track's file holds by hashing it: whole pieces, and single blocks where their leaves are at hand. Blocks. */
public final class StoredCheck {
    /** Of the pieces a record claims, one in this many is sampled. */
    static final int SAMPLE_ONE_IN = 100;

    /** The last pieces, which a crash would have torn, are always sampled. */
    static final int SAMPLE_LAST = 8;

    private final TrackFacts facts;
    private final TrackLayout layout;
    private final StoredBytes file;
    private final MerkleHasher hasher = new MerkleHasher();

    /** A check of {@code file} against what is known of the track. */
    public StoredCheck(TrackFacts facts, StoredBytes file) {
        this.facts = facts;
        this.layout = facts.layout();
        this.file = file;
    }

    /** What the file holds: what its record says, if there is one and a sample confirms it, else what hashing all of it finds. */
    public HeldBlocks held(Optional<HeldBlocks> recorded) throws IOException {
        return recorded.isPresent() && confirms(recorded.get()) ? recorded.get() : full();
    }

    /** Everything, from the first byte to the last. */
    HeldBlocks full() throws IOException {
        BitSet pieces = new BitSet();
        Map<Integer, BitSet> partial = new TreeMap<>();
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            Optional<byte[]> bytes = file.read(layout.pieceOffset(piece), layout.pieceLength(piece));
            if (bytes.isPresent() && passes(piece, bytes.get())) {
                pieces.set(piece);
            } else if (facts.root().isPresent()) {
                BitSet blocks = passingBlocks(piece);
                if (!blocks.isEmpty()) {
                    partial.put(piece, blocks);
                }
            }
        }
        return new HeldBlocks(pieces, partial);
    }

    /** True if a sample of what {@code held} claims is true. */
    boolean confirms(HeldBlocks held) throws IOException {
        BitSet claimed = held.pieces();
        int last = claimed.length();
        for (int piece = claimed.nextSetBit(0); piece >= 0; piece = claimed.nextSetBit(piece + 1)) {
            boolean sampled = piece % SAMPLE_ONE_IN == 0 || piece >= last - SAMPLE_LAST;
            if (sampled) {
                Optional<byte[]> bytes = file.read(layout.pieceOffset(piece), layout.pieceLength(piece));
                if (bytes.isEmpty() || !passes(piece, bytes.get())) {
                    return false;
                }
            }
        }
        for (Map.Entry<Integer, BitSet> entry : held.partial().entrySet()) {
            BitSet wrong = entry.getValue();
            wrong.andNot(passingBlocks(entry.getKey()));
            if (!wrong.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private boolean passes(int piece, byte[] bytes) throws IOException {
        if (facts.root().isEmpty()) {
            return facts.pieceHashes().orElseThrow().matches(piece, sha1(bytes));
        }
        byte[] packed = new byte[layout.blockCount(piece) * MerkleHash.LENGTH];
        int count = hasher.leaves(bytes, 0, bytes.length, packed, 0);
        MerkleHash node = hasher.subtree(packed, 0, count, 0, facts.pieceHeight());
        if (!node.equals(facts.pieceNode(piece))) {
            return false;
        }
        if (!file.readLeaves(facts.firstLeaf(piece), count).equals(Optional.of(MerkleLayer.of(packed)))) {
            file.writeLeaves(facts.firstLeaf(piece), MerkleLayer.of(packed));
        }
        return true;
    }

    private BitSet passingBlocks(int piece) throws IOException {
        BitSet passing = new BitSet();
        int count = layout.blockCount(piece);
        Optional<MerkleLayer> leaves = facts.pieceHeight() == 0
                ? Optional.of(MerkleLayer.of(facts.pieceNode(piece).bytes()))
                : file.readLeaves(facts.firstLeaf(piece), count);
        if (leaves.isEmpty()
                || !LeafSidecar.matches(leaves.get(), facts.pieceHeight(), facts.pieceNode(piece), hasher)) {
            return passing;
        }
        for (int i = 0; i < count; i++) {
            int length = Math.min(TrackLayout.BLOCK, layout.pieceLength(piece) - i * TrackLayout.BLOCK);
            Optional<byte[]> block = file.read(layout.pieceOffset(piece) + (long) i * TrackLayout.BLOCK, length);
            if (block.isPresent()
                    && hasher.leaf(ByteBuffer.wrap(block.get()))
                            .equals(leaves.get().get(i))) {
                passing.set(i);
            }
        }
        return passing;
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
