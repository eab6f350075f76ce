package sealswarm.overlay.picker;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A piece some of whose blocks have been asked for. */
final class OpenPiece {
    final int piece;
    final BitSet received;
    final byte[] copies;

    /** Who opened it and goes on with it before others. */
    @Nullable
    Object owner;

    /** Set after a failed check of a piece from several sources: from now on only one may deliver it. */
    boolean onParole;

    OpenPiece(int piece, int blocks) {
        this.piece = piece;
        this.received = new BitSet(blocks);
        this.copies = new byte[blocks];
    }

    boolean isOpenTo(Object identity) {
        return !onParole || owner == null || owner.equals(identity);
    }

    boolean isWanted(int block) {
        return !received.get(block) && copies[block] == 0;
    }

    boolean isUntouched() {
        if (!received.isEmpty()) {
            return false;
        }
        for (byte count : copies) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }
}
