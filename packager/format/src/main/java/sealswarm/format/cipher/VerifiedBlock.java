package sealswarm.format.cipher;

import sealswarm.overlay.metainfo.PiecesRoot;

/**
 * A block of ciphertext that was checked against a track's root: a private copy, so that it cannot change after the check. Only
 * {@link TrackVerifier} makes one. Immutable.
 */
public final class VerifiedBlock {
    private final PiecesRoot root;
    private final long index;
    private final byte[] sealed;

    VerifiedBlock(PiecesRoot root, long index, byte[] own) {
        this.root = root;
        this.index = index;
        this.sealed = own;
    }

    /** The root it was checked against. */
    public PiecesRoot root() {
        return root;
    }

    /** Its number in the track; block n begins at byte n x 16,384. */
    public long index() {
        return index;
    }

    public int lengthBytes() {
        return sealed.length;
    }

    byte[] sealed() {
        return sealed;
    }
}
