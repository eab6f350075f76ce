package sealswarm.console.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A secret of the settings: comes by file or environment, is shown only as {@code [secret]}, and can be wiped. Equality takes
 * the same time wherever two secrets differ.
 */
public final class SecretText implements AutoCloseable {
    private final byte[] utf8;

    private SecretText(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** A secret of the given text. */
    public static SecretText of(String text) {
        return new SecretText(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret itself. The only way out; the caller keeps it out of logs, arguments and results. */
    public String revealSecret() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Overwrites the secret with zeros; afterwards it reveals zeros. */
    @Override
    public void close() {
        Arrays.fill(utf8, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText that && MessageDigest.isEqual(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return SecretText.class.hashCode();
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
