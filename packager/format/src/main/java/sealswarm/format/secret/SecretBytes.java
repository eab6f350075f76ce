package sealswarm.format.secret;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/**
 * Bytes that must not leak: zeroed on close, redacted in {@link #toString}, compared in constant time. Using a closed instance throws
 * {@link IllegalStateException}.
 *
 * <p>Not a record and without a hash code of its content, so that it never becomes a map key by accident.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private volatile boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A holder of a copy; the caller's array stays the caller's to clear. */
    public static SecretBytes copyOf(byte[] bytes, InsecureSecretAccess access) {
        Objects.requireNonNull(access);
        return new SecretBytes(bytes.clone());
    }

    /** A holder of this very array, which is the holder's from now on: the caller keeps no reference. */
    public static SecretBytes take(byte[] bytes, InsecureSecretAccess access) {
        Objects.requireNonNull(access);
        return new SecretBytes(bytes);
    }

    /** Fresh random bytes. */
    public static SecretBytes random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    public int length() {
        return open().length;
    }

    /** Lends the raw array to {@code use}, which neither keeps nor changes it. */
    public <T> T lend(InsecureSecretAccess access, Function<byte[], T> use) {
        Objects.requireNonNull(access);
        return use.apply(open());
    }

    /** A copy of the raw bytes, the caller's to clear. */
    public byte[] copy(InsecureSecretAccess access) {
        return lend(access, byte[]::clone);
    }

    /** An independent holder of the same bytes, with a life of its own. */
    public SecretBytes duplicate() {
        return new SecretBytes(open().clone());
    }

    /** Whether both hold the same bytes; takes the same time wherever they differ. */
    public boolean sameAs(SecretBytes other) {
        return MessageDigest.isEqual(open(), other.open());
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecretBytes[redacted]";
    }

    private byte[] open() {
        if (closed) {
            throw new IllegalStateException("secret is closed");
        }
        return bytes;
    }
}
