package sealswarm.onebox.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import sealswarm.console.settings.SecretFile;
import sealswarm.console.settings.SecretText;
import sealswarm.format.disk.PrivateFile;
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
            PrivateFile.replace(file, (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
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
}
