package sealswarm.overlay.metainfo;

import java.util.Arrays;

/** The SHA-1 of each piece in order (BEP 3, {@code pieces}), 20 bytes each. Immutable. */
public final class PieceHashes {
    /** Bytes of one SHA-1. */
    public static final int LENGTH = 20;

    private final byte[] packed;

    private PieceHashes(byte[] own) {
        this.packed = own;
    }

    /**
     * The hashes packed in {@code bytes}, which are copied.
     *
     * @throws IllegalArgumentException if there is none, or a part of one
     */
    public static PieceHashes of(byte[] bytes) {
        if (bytes.length == 0 || bytes.length % LENGTH != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole number of SHA-1 hashes");
        }
        return new PieceHashes(bytes.clone());
    }

    /** Number of pieces. */
    public int size() {
        return packed.length / LENGTH;
    }

    /** True if {@code sha1}, 20 bytes, is the hash of piece {@code index}. */
    public boolean matches(int index, byte[] sha1) {
        return Arrays.equals(packed, index * LENGTH, (index + 1) * LENGTH, sha1, 0, sha1.length);
    }

    /** A copy of the packed bytes. */
    public byte[] packed() {
        return packed.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceHashes hashes && Arrays.equals(packed, hashes.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return size() + " piece hashes";
    }
}
