package sealswarm.onebox.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import sealswarm.console.settings.SecretFile;
import sealswarm.console.settings.SecretText;
import sealswarm.license.server.keystore.KekFile;
import sealswarm.license.server.keystore.KekId;
import sealswarm.license.server.keystore.KeyEncryptionKeys;

/** The shop's secrets, each in a file of its own, mode 0600 from its first byte; made when first asked for, then kept. */
public final class ShopSecrets {
    private static final int SECRET_BYTES = 32;

    private final Path directory;
    private final SecureRandom random;

    /** Secrets in a directory that exists. */
    public ShopSecrets(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /**
     * A random text secret.
     *
     * @throws sealswarm.console.exit.Refusal exit 2 if others than the owner may read its file
     */
    public SecretText text(String name) throws IOException {
        Path file = directory.resolve(name + ".secret");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[SECRET_BYTES];
            random.nextBytes(bytes);
            write(file, HexFormat.of().formatHex(bytes) + "\n");
        }
        return SecretFile.readText(file);
    }

    /** The file of the license server's key-encryption keys. */
    public Path keyEncryptionKeys() throws IOException {
        Path file = directory.resolve("kek");
        if (!Files.exists(file)) {
            try (KeyEncryptionKeys fresh = KeyEncryptionKeys.random(new KekId("kek-1"), random)) {
                KekFile.write(file, fresh);
            }
        }
        return file;
    }

    /** Whole or not at all: after a crash there is no file, or the one with the secret. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
