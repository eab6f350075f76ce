package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;

/** The bytes of one block on their way between socket, hash and disk. Immutable; takes over its array so as not to copy. */
public final class BlockData {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    private BlockData(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** Takes over {@code bytes}: the caller must not change the array any more. */
    public static BlockData adopt(byte[] bytes) {
        return new BlockData(bytes, 0, bytes.length);
    }

    /** A part of this block, on the same memory. */
    public BlockData slice(int from, int count) {
        if (from < 0 || count < 0 || from > length - count) {
            throw new IllegalArgumentException("no " + count + " bytes at " + from + " of " + length);
        }
        return new BlockData(bytes, offset + from, count);
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** A read-only view. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, offset, length).asReadOnlyBuffer();
    }

    /** Copies all bytes into {@code target}. */
    public void copyTo(byte[] target, int targetOffset) {
        System.arraycopy(bytes, offset, target, targetOffset, length);
    }

    /** Appends all bytes to {@code target}. */
    public void writeTo(ByteBuffer target) {
        target.put(bytes, offset, length);
    }

    /** The Merkle leaf of these bytes, which must be 1..16 KiB. */
    public MerkleHash leaf(MerkleHasher hasher) {
        return hasher.leaf(bytes, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockData data
                && Arrays.equals(bytes, offset, offset + length, data.bytes, data.offset, data.offset + data.length);
    }

    @Override
    public int hashCode() {
        return buffer().hashCode();
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
