package sealswarm.overlay.picker;

/**
 * A 16 KiB unit of requesting and checking.
 *
 * @param piece index of its piece
 * @param index its place within the piece
 */
public record Block(int piece, int index) {}
