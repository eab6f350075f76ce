package sealswarm.overlay.merkle;

import java.util.Arrays;
import java.util.HexFormat;

/** A node of a Merkle tree: 32 bytes of SHA-256. Immutable. */
public final class MerkleHash {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** The leaf that stands where the track has no block: 32 zero bytes. */
    public static final MerkleHash ZERO = new MerkleHash(new byte[LENGTH]);

    private final byte[] bytes;

    private MerkleHash(byte[] own) {
        this.bytes = own;
    }

    /**
     * A hash of exactly 32 bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static MerkleHash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a Merkle hash has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new MerkleHash(bytes.clone());
    }

    /** The 32 bytes at {@code offset}. */
    public static MerkleHash of(byte[] bytes, int offset) {
        return new MerkleHash(Arrays.copyOfRange(bytes, offset, checkedEnd(bytes, offset)));
    }

    /** A hash from 64 hexadecimal digits. */
    public static MerkleHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    private static int checkedEnd(byte[] bytes, int offset) {
        if (offset < 0 || offset > bytes.length - LENGTH) {
            throw new IllegalArgumentException("no " + LENGTH + " bytes at offset " + offset);
        }
        return offset + LENGTH;
    }

    /** Takes over {@code own}, which nobody else may keep. */
    static MerkleHash adopt(byte[] own) {
        return new MerkleHash(own);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Writes the 32 bytes into {@code target} at {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, LENGTH);
    }

    /** True if the 32 bytes at {@code offset} are this hash. */
    public boolean matches(byte[] packed, int offset) {
        return Arrays.equals(bytes, 0, LENGTH, packed, offset, offset + LENGTH);
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
