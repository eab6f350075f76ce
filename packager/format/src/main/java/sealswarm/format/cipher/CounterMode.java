package sealswarm.format.cipher;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import sealswarm.format.key.ContentKey;
import sealswarm.format.secret.InsecureSecretAccess;

/**
 * AES-256-CTR of one content: counter block = eight zero bytes of file nonce, then offset / 16 as u64. Byte n stays byte n. Encrypting
 * and decrypting are the same operation, so this class never leaves the package. Belongs to one thread.
 */
final class CounterMode implements AutoCloseable {
    /** The most bytes of one call: above it the platform's AES runs uncompiled for the first GiB. */
    static final int MAX_UPDATE_BYTES = 16 * 1024;

    /**
     * What one call of the platform gets. Its compiled form comes after so many calls, not bytes: short ones bring it four times sooner
     * than {@link #MAX_UPDATE_BYTES}, and cost next to nothing afterwards.
     */
    private static final int STEP_BYTES = 4 * 1024;

    private static final int AES_BLOCK_BYTES = 16;

    private @Nullable SecretKeySpec key;
    private @Nullable Cipher cipher;

    CounterMode(ContentKey contentKey) {
        this.key = contentKey.secret().lend(InsecureSecretAccess.get(), bytes -> new SecretKeySpec(bytes, "AES"));
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-CTR", e);
        }
    }

    /** Continues at {@code offset}, a multiple of 16. */
    void seek(long offset) {
        if (offset < 0 || offset % AES_BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("no AES block begins at " + offset);
        }
        byte[] counter = ByteBuffer.allocate(AES_BLOCK_BYTES)
                .putLong(0)
                .putLong(offset / AES_BLOCK_BYTES)
                .array();
        try {
            cipher().init(Cipher.ENCRYPT_MODE, open(key), new IvParameterSpec(counter));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR refuses a 256-bit key", e);
        }
    }

    /** Transforms the next {@code length} bytes, at most {@link #MAX_UPDATE_BYTES}; the arrays must differ. */
    void update(byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
        if (length > MAX_UPDATE_BYTES) {
            throw new IllegalArgumentException("a call of " + length + " bytes, at most " + MAX_UPDATE_BYTES);
        }
        try {
            for (int at = 0; at < length; at += STEP_BYTES) {
                int step = Math.min(STEP_BYTES, length - at);
                int done = cipher().update(source, sourceOffset + at, step, target, targetOffset + at);
                if (done != step) {
                    throw new IllegalStateException("AES-CTR kept " + (step - done) + " bytes back");
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR failed", e);
        }
    }

    /** Drops the key; whatever copy the platform's cipher made goes with it. */
    @Override
    public void close() {
        key = null;
        cipher = null;
    }

    private Cipher cipher() {
        return open(cipher);
    }

    private static <T> T open(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("cipher is closed");
        }
        return part;
    }
}
