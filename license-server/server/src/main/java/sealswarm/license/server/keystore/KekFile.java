package sealswarm.license.server.keystore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import sealswarm.console.settings.SecretFile;

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
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IOException(file + ": not a file");
        }
        Files.createDirectories(directory);
        Path partial = directory.resolve(absolute.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        byte[] text = keys.revealText().getBytes(StandardCharsets.US_ASCII);
        try (FileChannel out = FileChannel.open(
                partial,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } finally {
            java.util.Arrays.fill(text, (byte) 0);
        }
        Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
            parent.force(true);
        }
    }
}
