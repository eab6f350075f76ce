package sealswarm.overlay.picker;

import java.util.BitSet;
import java.util.function.Predicate;

/**
 * A source as the picker sees it when it asks for work.
 *
 * @param identity who it is; compared by equality
 * @param pieces what it has; read only
 * @param asked blocks it has already been asked for
 * @param openRequests how many blocks it was asked for and has not sent
 * @param pace how it shares pieces with others
 * @param nowMillis when it asks
 */
public record Wanter(
        Object identity, BitSet pieces, Predicate<Block> asked, int openRequests, Pace pace, long nowMillis) {
    /** Whether a source is quick enough to take pieces for itself. */
    public enum Pace {
        /** Downloads a piece soon: opens pieces of its own. */
        WHOLE_PIECES,
        /** Slow: helps with pieces that are open. */
        SHARED
    }
}
