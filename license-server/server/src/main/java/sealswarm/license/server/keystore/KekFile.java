package sealswarm.license.server.keystore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sealswarm.console.settings.SecretFile;
import sealswarm.format.disk.PrivateFile;

/** The key file: mode 0600 from its first byte, replaced whole and durable. */
public final class KekFile {
    private KekFile() {}

    /**
     * Reads the keys.
     *
     * @throws sealswarm.console.exit.Refusal if the file is missing or others than its owner may read it
     * @throws IllegalArgumentException naming the line if it is malformed
     */
    public static KeyEncryptionKeys read(Path file) {
        byte[] text = SecretFile.readBytes(file);
        try {
            return KeyEncryptionKeys.parse(new String(text, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(file + ": " + malformed.getMessage(), malformed);
        } finally {
            java.util.Arrays.fill(text, (byte) 0);
        }
    }

    /** Writes the keys so that after a crash the file is either the old or the new one. */
    public static void write(Path file, KeyEncryptionKeys keys) throws IOException {
        byte[] text = keys.revealText().getBytes(StandardCharsets.US_ASCII);
        try {
            PrivateFile.replace(file, text);
        } finally {
            java.util.Arrays.fill(text, (byte) 0);
        }
    }
}
