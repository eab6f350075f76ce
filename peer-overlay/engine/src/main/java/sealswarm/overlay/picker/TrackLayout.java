package sealswarm.overlay.picker;

import java.util.Optional;
import sealswarm.overlay.merkle.Merkle;
import sealswarm.overlay.wire.BlockRange;

/**
 * How a track divides into pieces and blocks.
 *
 * @param lengthBytes length of the track, at least 1
 * @param pieceLengthBytes length of every piece but the last, a multiple of 16 KiB
 */
public record TrackLayout(long lengthBytes, int pieceLengthBytes) {
    /** Bytes of a block. */
    public static final int BLOCK = Merkle.LEAF_SIZE;

    public TrackLayout {
        if (lengthBytes < 1 || pieceLengthBytes < BLOCK || pieceLengthBytes % BLOCK != 0) {
            throw new IllegalArgumentException(lengthBytes + " bytes in pieces of " + pieceLengthBytes);
        }
    }

    /** Number of pieces. */
    public int pieceCount() {
        return (int) ((lengthBytes + pieceLengthBytes - 1) / pieceLengthBytes);
    }

    /** Blocks of a full piece. */
    public int blocksPerPiece() {
        return pieceLengthBytes / BLOCK;
    }

    /** Length of {@code piece} in bytes. */
    public int pieceLength(int piece) {
        return (int) Math.min(pieceLengthBytes, lengthBytes - pieceOffset(piece));
    }

    /** Length of {@code piece} rounded up to whole blocks: how far libtorrent's requests reach in a v2-only torrent. */
    public int paddedPieceLength(int piece) {
        return blockCount(piece) * BLOCK;
    }

    /** Offset of {@code piece} in the track. */
    public long pieceOffset(int piece) {
        return (long) piece * pieceLengthBytes;
    }

    /** Number of blocks in {@code piece}. */
    public int blockCount(int piece) {
        return (pieceLength(piece) + BLOCK - 1) / BLOCK;
    }

    /** Length of a block in bytes. */
    public int blockLength(Block block) {
        return Math.min(BLOCK, pieceLength(block.piece()) - block.index() * BLOCK);
    }

    /** Offset of a block in the track. */
    public long offset(Block block) {
        return pieceOffset(block.piece()) + (long) block.index() * BLOCK;
    }

    /** The block that holds byte {@code offset} of the track. */
    public Block blockAt(long offset) {
        int piece = (int) (offset / pieceLengthBytes);
        return new Block(piece, (int) ((offset - pieceOffset(piece)) / BLOCK));
    }

    /** The block after {@code block}; empty at the end of the track. */
    public Optional<Block> after(Block block) {
        long next = offset(block) + BLOCK;
        return next < lengthBytes ? Optional.of(blockAt(next)) : Optional.empty();
    }

    /** The request that asks for a block. */
    public BlockRange range(Block block) {
        return new BlockRange(block.piece(), block.index() * BLOCK, blockLength(block));
    }

    /** The block that a range is, if it is exactly one. */
    public Optional<Block> exactly(BlockRange range) {
        if (range.begin() % BLOCK != 0 || !range.isWithin(pieceLength(range.piece()))) {
            return Optional.empty();
        }
        Block block = new Block(range.piece(), range.begin() / BLOCK);
        return blockLength(block) == range.length() ? Optional.of(block) : Optional.empty();
    }
}
