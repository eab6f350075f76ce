package sealswarm.overlay.picker;

/**
 * The pieces around one reader's position, half open.
 *
 * @param first the piece being read
 * @param criticalEnd pieces before this are wanted in order, at once
 * @param nearEnd pieces before this are wanted next, rarest first
 */
public record PieceWindow(int first, int criticalEnd, int nearEnd) {
    public PieceWindow {
        if (first < 0 || criticalEnd < first || nearEnd < criticalEnd) {
            throw new IllegalArgumentException("window " + first + ", " + criticalEnd + ", " + nearEnd);
        }
    }
}
