package sealswarm.format.key;

import java.security.MessageDigest;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/** An HMAC-SHA256 key for records that only their writer may have written. */
public final class MacKey implements AutoCloseable {
    public static final int TAG_BYTES = 32;

    private final SecretBytes key;

    private MacKey(SecretBytes key) {
        this.key = key;
    }

    /** The key that {@code title} gives to this use: HKDF(K_title, salt, info, 32). */
    public static MacKey derive(TitleKey title, byte[] salt, Info info) {
        return new MacKey(Hkdf.derive(title.secret(), salt, info, TAG_BYTES));
    }

    /** The tag of {@code message}. */
    public byte[] tag(byte[] message) {
        return key.lend(InsecureSecretAccess.get(), bytes -> Hkdf.hmac(bytes, message));
    }

    /** Whether {@code tag} is that of {@code message}; takes the same time wherever it differs. */
    public boolean verifies(byte[] message, byte[] tag) {
        return MessageDigest.isEqual(tag(message), tag);
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "MacKey[redacted]";
    }
}
