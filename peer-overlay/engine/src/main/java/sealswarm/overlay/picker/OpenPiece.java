package sealswarm.overlay.picker;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A piece some of whose blocks have been asked for. */
final class OpenPiece {
    final int piece;
    private final BitSet received;
    private final byte[] copies;
    private final long[] askedMillis;
    private int wanted;

    /** Who opened it and goes on with it before others. */
    @Nullable
    Object owner;

    /** Set after a failed check of a piece from several sources: from now on only one may deliver it. */
    boolean onParole;

    OpenPiece(int piece, int blocks) {
        this.piece = piece;
        this.received = new BitSet(blocks);
        this.copies = new byte[blocks];
        this.askedMillis = new long[blocks];
        this.wanted = blocks;
    }

    int blockCount() {
        return copies.length;
    }

    boolean isOpenTo(Object identity) {
        return !onParole || owner == null || owner.equals(identity);
    }

    boolean isWanted(int block) {
        return !received.get(block) && copies[block] == 0;
    }

    /** True if some block is neither here nor asked for. */
    boolean hasWanted() {
        return wanted > 0;
    }

    boolean isReceived(int block) {
        return received.get(block);
    }

    /** True if some blocks are here and some are not. */
    boolean isHalfReceived() {
        return !received.isEmpty() && received.cardinality() < copies.length;
    }

    int copies(int block) {
        return copies[block];
    }

    boolean isUntouched() {
        return wanted == copies.length;
    }

    /** One more source is asked for a block. */
    void ask(int block, long nowMillis) {
        if (isWanted(block)) {
            wanted--;
        }
        if (copies[block] == 0) {
            askedMillis[block] = nowMillis;
        }
        copies[block]++;
    }

    /** When the first of the sources that are asked for a block now was asked. */
    long askedMillis(int block) {
        return askedMillis[block];
    }

    /** One source less is asked for a block, if any is. */
    void unask(int block) {
        if (copies[block] > 0) {
            copies[block]--;
            if (isWanted(block)) {
                wanted++;
            }
        }
    }

    void receive(int block) {
        if (isWanted(block)) {
            wanted--;
        }
        received.set(block);
    }

    /** A received block is missing again. */
    void lose(int block) {
        if (received.get(block)) {
            received.clear(block);
            if (isWanted(block)) {
                wanted++;
            }
        }
    }

    /** All received blocks are missing again. */
    void loseAll() {
        received.stream().forEach(this::lose);
    }
}
