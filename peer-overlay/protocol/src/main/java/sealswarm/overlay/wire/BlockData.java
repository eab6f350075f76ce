package sealswarm.overlay.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;

/**
 * The bytes of one block on their way between socket, hash and disk; never changed and never copied on that way. Lent bytes are
 * given back by {@link #release} once nobody needs them; who forgets leaves that to the collector. Safe for any thread.
 */
public final class BlockData {
    private final ByteBuffer bytes;
    private final @Nullable Loan loan;

    /** Memory that goes back to its owner when its last part is released. */
    private static final class Loan {
        private final AtomicInteger parts = new AtomicInteger(1);
        private final Runnable giveBack;

        Loan(Runnable giveBack) {
            this.giveBack = giveBack;
        }
    }

    private BlockData(ByteBuffer bytes, @Nullable Loan loan) {
        this.bytes = bytes;
        this.loan = loan;
    }

    /** Takes over {@code bytes}: the caller must not change the array any more. */
    public static BlockData adopt(byte[] bytes) {
        return new BlockData(ByteBuffer.wrap(bytes), null);
    }

    /**
     * The remaining bytes of {@code bytes}, lent: they must not change before {@code giveBack} is called, which happens at most once,
     * on the thread that releases the last part.
     */
    public static BlockData lent(ByteBuffer bytes, Runnable giveBack) {
        return new BlockData(bytes.slice(), new Loan(giveBack));
    }

    /** A part of this block, on the same memory; of lent memory it is to be released on its own. */
    public BlockData slice(int from, int count) {
        if (from < 0 || count < 0 || from > length() - count) {
            throw new IllegalArgumentException("no " + count + " bytes at " + from + " of " + length());
        }
        if (loan != null) {
            loan.parts.incrementAndGet();
        }
        return new BlockData(bytes.slice(from, count), loan);
    }

    /** One more user of these bytes, who is to {@link #release} them too. */
    public BlockData retain() {
        if (loan != null) {
            loan.parts.incrementAndGet();
        }
        return this;
    }

    /** The same bytes for a user who will not release them: lent ones are copied. */
    public BlockData unlent() {
        if (loan == null) {
            return this;
        }
        byte[] copy = new byte[length()];
        copyTo(copy, 0);
        return adopt(copy);
    }

    /**
     * Not needed any more: lent memory goes back with its last part. To be called once by each user, who must not read the bytes
     * after it.
     */
    public void release() {
        if (loan != null && loan.parts.decrementAndGet() == 0) {
            loan.giveBack.run();
        }
    }

    /** Number of bytes. */
    public int length() {
        return bytes.limit();
    }

    /** A read-only view. */
    public ByteBuffer buffer() {
        return bytes.asReadOnlyBuffer();
    }

    /** Copies all bytes into {@code target}. */
    public void copyTo(byte[] target, int targetOffset) {
        bytes.get(0, target, targetOffset, length());
    }

    /** Appends all bytes to {@code target}. */
    public void writeTo(ByteBuffer target) {
        target.put(bytes.duplicate());
    }

    /** The Merkle leaf of these bytes, which must be 1..16 KiB. */
    public MerkleHash leaf(MerkleHasher hasher) {
        return hasher.leaf(bytes.duplicate());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockData data && bytes.equals(data.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return length() + " bytes";
    }
}
