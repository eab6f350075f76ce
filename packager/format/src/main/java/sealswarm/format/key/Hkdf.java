package sealswarm.format.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** HKDF with SHA-256 (RFC 5869), extract and expand in one. */
public final class Hkdf {
    private static final int HASH_BYTES = 32;
    /** The longest output of RFC 5869. */
    public static final int MAX_OUTPUT_BYTES = 255 * HASH_BYTES;

    private Hkdf() {}

    /** As {@link #derive(SecretBytes, byte[], byte[], int)} for a structured info. */
    public static SecretBytes derive(SecretBytes inputKey, byte[] salt, Info info, int lengthBytes) {
        return derive(inputKey, salt, info.bytes(), lengthBytes);
    }

    /**
     * Derives {@code lengthBytes} (1 to {@link #MAX_OUTPUT_BYTES}) from {@code inputKey}; an empty {@code salt} stands for 32 zero bytes.
     * The caller closes the result.
     */
    public static SecretBytes derive(SecretBytes inputKey, byte[] salt, byte[] info, int lengthBytes) {
        if (lengthBytes < 1 || lengthBytes > MAX_OUTPUT_BYTES) {
            throw new IllegalArgumentException("HKDF output of " + lengthBytes + " bytes");
        }
        byte[] extracted = inputKey.lend(
                InsecureSecretAccess.get(), key -> hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, key));
        try {
            return SecretBytes.take(expand(extracted, info, lengthBytes), InsecureSecretAccess.get());
        } finally {
            Arrays.fill(extracted, (byte) 0);
        }
    }

    private static byte[] expand(byte[] extracted, byte[] info, int lengthBytes) {
        byte[] output = new byte[lengthBytes];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < lengthBytes; done += HASH_BYTES, counter++) {
            byte[] next = hmac(extracted, block, info, new byte[] {(byte) counter});
            Arrays.fill(block, (byte) 0);
            block = next;
            System.arraycopy(block, 0, output, done, Math.min(HASH_BYTES, lengthBytes - done));
        }
        Arrays.fill(block, (byte) 0);
        return output;
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }
}
