package sealswarm.overlay.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import sealswarm.console.settings.SecretFile;
import sealswarm.overlay.store.DurableFile;
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
        byte[] line = (HexFormat.of().formatHex(seed) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            DurableFile.write(file, line, DurableFile.Access.OWNER);
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }
}
