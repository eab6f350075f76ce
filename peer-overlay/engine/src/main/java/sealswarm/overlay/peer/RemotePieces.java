package sealswarm.overlay.peer;

import java.util.BitSet;
import sealswarm.overlay.wire.WireException;
import sealswarm.overlay.wire.WireException.Fault;

/** Which pieces the other end has, and the rule of when and how it may say so. */
final class RemotePieces {
    private final BitSet pieces = new BitSet();
    private final BitSet declined = new BitSet();
    private boolean told;
    private boolean repeated;
    private boolean othersTold;

    /** A live view; read only. */
    BitSet view() {
        return pieces;
    }

    /** It would not give a block of this piece: it is not asked for the piece until it unchokes us again. */
    void declined(int piece) {
        declined.set(piece);
    }

    /** It may be asked for everything again. */
    void forgive() {
        declined.clear();
    }

    /** What it has and did not decline. */
    BitSet offers() {
        BitSet offered = (BitSet) pieces.clone();
        offered.andNot(declined);
        return offered;
    }

    /** One more piece; false if it was known. */
    boolean gain(int piece) {
        told = true;
        boolean news = !pieces.get(piece);
        pieces.set(piece);
        return news;
    }

    /** True while a first telling of all pieces may still come. */
    boolean isUntold() {
        return !told;
    }

    /** Something else was said: a first telling now comes too late. */
    void otherSaid() {
        othersTold = true;
    }

    /** The first telling of all pieces. */
    void tell(BitSet all) throws WireException {
        if (othersTold) {
            throw new WireException(Fault.BAD_FIELD, "pieces told late");
        }
        told = true;
        pieces.or(all);
    }

    /**
     * A later telling: aria2 repeats its first bitfield once, and later sends one instead of many a HAVE. It may only add.
     *
     * @return the pieces that are new; they are not yet counted
     */
    BitSet tellAgain(BitSet all) throws WireException {
        BitSet gained = (BitSet) all.clone();
        gained.andNot(pieces);
        BitSet lost = (BitSet) pieces.clone();
        lost.andNot(all);
        if (!lost.isEmpty() || (gained.isEmpty() && repeated)) {
            throw new WireException(Fault.BAD_FIELD, "pieces told again without news");
        }
        repeated |= gained.isEmpty();
        return gained;
    }
}
