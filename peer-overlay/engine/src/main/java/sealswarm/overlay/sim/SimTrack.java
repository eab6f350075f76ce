package sealswarm.overlay.sim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.merkle.MerkleAccumulator;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoWriter;
import sealswarm.overlay.metainfo.PieceHashes;
import sealswarm.overlay.metainfo.PieceLength;
import sealswarm.overlay.metainfo.PiecesRoot;
import sealswarm.overlay.metainfo.TrackHashes;
import sealswarm.overlay.picker.TrackLayout;
import sealswarm.overlay.swarm.TrackFacts;
import sealswarm.overlay.wire.BlockData;

/**
 * A track whose bytes cost no memory: {@value #PERIOD} random blocks over and over, so that a block is a view of the same few pages
 * wherever it travels, and its hash is computed once. What a block is is always found by comparing all of its bytes. One thread owns it.
 */
public final class SimTrack {
    /** Blocks after which the content repeats: prime, so that no piece length divides it. */
    static final int PERIOD = 61;

    private static final int BLOCK = TrackLayout.BLOCK;
    private static final int LONGEST_READ_BLOCKS = 64;

    private final byte[] pattern = new byte[(PERIOD + LONGEST_READ_BLOCKS) * BLOCK];
    private final BlockData bytes = BlockData.adopt(pattern);
    private final Map<Long, Integer> byHead = new HashMap<>();
    private final MerkleHasher hasher = new MerkleHasher();
    private final MerkleHash[] leaves = new MerkleHash[PERIOD];
    private final Map<List<Long>, byte[]> sha1s = new HashMap<>();
    private final TrackLayout layout;
    private final Metainfo metainfo;
    private final TrackFacts facts;
    private final MerkleHash lastLeaf;

    /** What a metainfo offers for checking. */
    public enum Form {
        /** SHA-1 per piece only. */
        V1,
        /** The Merkle tree only. */
        V2,
        /** Both. */
        HYBRID,
        /** Both, but the SHA-1 half is wrong: whoever trusts it finishes nothing. */
        HYBRID_WRONG_V1
    }

    /** A track of random bytes drawn from {@code seed}. */
    public SimTrack(long lengthBytes, int pieceLengthBytes, Form form, long seed) {
        this.layout = new TrackLayout(lengthBytes, pieceLengthBytes);
        new SplittableRandom(seed).nextBytes(pattern);
        System.arraycopy(pattern, 0, pattern, PERIOD * BLOCK, LONGEST_READ_BLOCKS * BLOCK);
        for (int i = 0; i < PERIOD; i++) {
            byHead.put(head(bytes.slice(i * BLOCK, BLOCK)), i);
            leaves[i] = hasher.leaf(pattern, i * BLOCK, BLOCK);
        }
        long last = Merkle.leafCount(lengthBytes) - 1;
        this.lastLeaf = hasher.leaf(pattern, (int) (last % PERIOD) * BLOCK, Merkle.blockLength(lengthBytes, last));
        this.metainfo = metainfo(form, hashes(form));
        this.facts = TrackFacts.of(metainfo);
    }

    private TrackHashes hashes(Form form) {
        long leafCount = Merkle.leafCount(layout.lengthBytes());
        MerkleAccumulator tree = new MerkleAccumulator(Merkle.pieceHeight(layout.pieceLengthBytes()));
        for (long i = 0; i < leafCount; i++) {
            tree.add(leaf(i));
        }
        byte[] pieces = new byte[layout.pieceCount() * PieceHashes.LENGTH];
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            byte[] sha1 = sha1(List.of(content(layout.pieceOffset(piece), layout.pieceLength(piece))));
            System.arraycopy(sha1, 0, pieces, piece * PieceHashes.LENGTH, PieceHashes.LENGTH);
        }
        if (form == Form.HYBRID_WRONG_V1) {
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] ^= 0x55;
            }
        }
        return new TrackHashes(
                layout.lengthBytes(),
                new PieceLength(layout.pieceLengthBytes()),
                new PiecesRoot(tree.root()),
                tree.pieceLayer(),
                PieceHashes.of(pieces));
    }

    private static Metainfo metainfo(Form form, TrackHashes hashes) {
        try {
            return Metainfo.parse(
                    switch (form) {
                        case V1 -> MetainfoWriter.v1Only("track", hashes);
                        case V2 -> MetainfoWriter.v2Only("track", hashes);
                        case HYBRID, HYBRID_WRONG_V1 -> MetainfoWriter.hybrid("track", hashes);
                    });
        } catch (MetainfoException e) {
            throw new IllegalStateException("our own writer's metainfo is refused", e);
        }
    }

    /** The metainfo in the form asked for. */
    public Metainfo metainfo() {
        return metainfo;
    }

    /** What the metainfo says. */
    public TrackFacts facts() {
        return facts;
    }

    TrackLayout layout() {
        return layout;
    }

    /** The right bytes of a range of at most 1 MiB: a view, no copy. */
    public BlockData content(long offset, int lengthBytes) {
        if (offset % BLOCK == 0 && lengthBytes <= LONGEST_READ_BLOCKS * BLOCK) {
            return bytes.slice((int) (offset / BLOCK % PERIOD) * BLOCK, lengthBytes);
        }
        byte[] copy = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            copy[i] = pattern[(int) ((offset + i) % ((long) PERIOD * BLOCK))];
        }
        return BlockData.adopt(copy);
    }

    /** True if these are the bytes at {@code offset}, a multiple of 16 KiB. */
    boolean isRight(long offset, BlockData data) {
        return content(offset, data.length()).equals(data);
    }

    /** The leaf of block {@code index}. */
    MerkleHash leaf(long index) {
        return index == Merkle.leafCount(layout.lengthBytes()) - 1 ? lastLeaf : leaves[(int) (index % PERIOD)];
    }

    /** Leaves {@code first .. first + count - 1}. */
    public MerkleLayer leaves(long first, int count) {
        byte[] packed = new byte[count * MerkleHash.LENGTH];
        for (int i = 0; i < count; i++) {
            leaf(first + i).copyTo(packed, i * MerkleHash.LENGTH);
        }
        return MerkleLayer.of(packed);
    }

    /** The leaf of any bytes: looked up if they are a block of this track, else computed. */
    MerkleHash leafOf(BlockData data) {
        OptionalInt known = data.length() == BLOCK ? patternBlock(data) : OptionalInt.empty();
        return known.isPresent() ? leaves[known.getAsInt()] : data.leaf(hasher);
    }

    private OptionalInt patternBlock(BlockData data) {
        int found = byHead.getOrDefault(head(data), -1);
        boolean same = found >= 0 && bytes.slice(found * BLOCK, BLOCK).equals(data);
        return same ? OptionalInt.of(found) : OptionalInt.empty();
    }

    private static long head(BlockData data) {
        return data.buffer().getLong(0);
    }

    /** The SHA-1 over blocks, looked up if they are a run of this track. */
    byte[] sha1(List<BlockData> blocks) {
        long length = blocks.stream().mapToLong(BlockData::length).sum();
        BlockData first = blocks.get(0);
        OptionalInt from = first.length() < BLOCK ? OptionalInt.empty() : patternBlock(first.slice(0, BLOCK));
        if (from.isEmpty() || !isRun(from.getAsInt(), blocks)) {
            return digest(blocks);
        }
        byte[] known = sha1s.computeIfAbsent(List.of((long) from.getAsInt(), length), key -> digest(blocks));
        return known.clone();
    }

    private boolean isRun(int from, List<BlockData> blocks) {
        long offset = (long) from * BLOCK;
        for (BlockData block : blocks) {
            if (!isRight(offset, block)) {
                return false;
            }
            offset += block.length();
        }
        return true;
    }

    private static byte[] digest(List<BlockData> blocks) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            blocks.forEach(block -> sha1.update(block.buffer()));
            return sha1.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** A copy with one bit wrong. */
    static BlockData flipped(BlockData data) {
        byte[] copy = new byte[data.length()];
        data.copyTo(copy, 0);
        copy[copy.length / 2] ^= 1;
        return BlockData.adopt(copy);
    }

    /** A copy with a bit wrong in every 16 KiB. */
    static BlockData flippedBlocks(BlockData data) {
        byte[] copy = new byte[data.length()];
        data.copyTo(copy, 0);
        for (int at = 0; at < copy.length; at += BLOCK) {
            copy[at] ^= 1;
        }
        return BlockData.adopt(copy);
    }
}
