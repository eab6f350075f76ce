package sealswarm.overlay.picker;

/**
 * A 16 KiB unit of requesting and checking.
 *
 * @param piece index of its piece
 * @param index its place within the piece
 */
public record Block(int piece, int index) {
    // Written out, as blocks are keys looked up several times each: a record's own go through method handles.
    @Override
    public boolean equals(Object other) {
        return other instanceof Block block && piece == block.piece && index == block.index;
    }

    @Override
    public int hashCode() {
        return 31 * piece + index;
    }
}
