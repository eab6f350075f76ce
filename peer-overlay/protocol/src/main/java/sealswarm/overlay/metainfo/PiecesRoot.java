package sealswarm.overlay.metainfo;

import sealswarm.overlay.merkle.MerkleHash;

/** The Merkle root over a track's ciphertext (BEP 52, {@code pieces root}). */
public record PiecesRoot(MerkleHash hash) {
    private static final int NAME_DIGITS = 32;

    /** The opaque name of the track's file: the first 16 bytes in hexadecimal. */
    public String fileName() {
        return hash.hex().substring(0, NAME_DIGITS);
    }

    @Override
    public String toString() {
        return hash.hex();
    }
}
