package sealswarm.overlay.edge;

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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import sealswarm.console.settings.SecretFile;
import sealswarm.overlay.token.PeerSigningKey;

/** The edge's own key for peer certificates: made on first use, kept in a file nobody else can read. Blocking. */
final class CertificateKeyFile {
    private CertificateKeyFile() {}

    /**
     * The key in {@code file}, which is made if it does not exist.
     *
     * @throws sealswarm.console.exit.Refusal if others can read the file
     */
    static PeerSigningKey open(Path file, SecureRandom secrets) throws IOException {
        if (!Files.exists(file)) {
            make(file, secrets);
        }
        byte[] text = SecretFile.readBytes(file);
        byte[] seed = HexFormat.of().parseHex(new String(text, StandardCharsets.US_ASCII).strip());
        try {
            return PeerSigningKey.ofSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private static void make(Path file, SecureRandom secrets) throws IOException {
        byte[] seed = new byte[PeerSigningKey.SEED_BYTES];
        secrets.nextBytes(seed);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer line =
                    ByteBuffer.wrap((HexFormat.of().formatHex(seed) + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
