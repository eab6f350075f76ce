package sealswarm.packager.keys;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import sealswarm.console.exit.Refusal;
import sealswarm.console.settings.SecretFile;
import sealswarm.console.settings.SecretText;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.SeedStore;
import sealswarm.format.key.SigningKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.wrap.HpkeSuite;
import sealswarm.format.wrap.WrapKeyPair;

/** The studio's signing key and escrow key, opened from their keystore. */
public final class StudioKeystore implements AutoCloseable {
    private static final String SIGNING = "signing";
    private static final String ESCROW = "escrow";
    private static final int PASSPHRASE_BYTES = 32;

    private final SigningKey signing;
    private final WrapKeyPair escrow;

    private StudioKeystore(SigningKey signing, WrapKeyPair escrow) {
        this.signing = signing;
        this.escrow = escrow;
    }

    /** Where the keystore is unless a setting says otherwise: below {@code XDG_DATA_HOME}, else below {@code ~/.local/share}. */
    public static Path standardPath(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path data = xdg.isEmpty() ? Path.of(environment.getOrDefault("HOME", "."), ".local", "share") : Path.of(xdg);
        return data.resolve("sealswarm").resolve("packager").resolve("studio.p12");
    }

    /** Opens the keystore, making it first if there is none. */
    public static StudioKeystore openOrCreate(Path file, Optional<SecretText> passphrase, SecureRandom random)
            throws IOException {
        if (!Files.exists(file)) {
            createAlone(file, passphrase, random);
        }
        return open(file, passphrase);
    }

    /** Two first commands at once must not write the passphrase of one beside the keys of the other. */
    private static void createAlone(Path file, Optional<SecretText> passphrase, SecureRandom random)
            throws IOException {
        Path lockFile = file.toAbsolutePath().resolveSibling(file.getFileName() + ".lock");
        Files.createDirectories(Objects.requireNonNull(lockFile.getParent()), PrivateFile.DIRECTORY_MODE);
        // The file lock is between processes, the monitor between threads of this one.
        synchronized (StudioKeystore.class) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!Files.exists(file) && lock.isValid()) {
                    create(file, passphrase, random);
                }
                // Whoever still waits for it, or makes another one, finds the keystore made.
                Files.deleteIfExists(lockFile);
            }
        }
    }

    /**
     * Opens an existing keystore.
     *
     * @throws Refusal exit 3 if there is none, exit 4 if the passphrase does not open it
     */
    public static StudioKeystore open(Path file, Optional<SecretText> passphrase) {
        if (!Files.exists(file)) {
            throw Refusal.notFound("keystore-not-found", file + ": no such keystore", "name it with --keystore FILE");
        }
        byte[] bytes = SecretFile.readBytes(file);
        char[] secret = passphrase
                .orElseGet(() -> SecretFile.readText(passphraseFile(file)))
                .revealSecret()
                .toCharArray();
        try (SeedStore store = SeedStore.open(bytes, secret)) {
            return new StudioKeystore(
                    SigningKey.ofSeed(seed(store, file, SIGNING)),
                    WrapKeyPair.of(HpkeSuite.X_WING, seed(store, file, ESCROW)));
        } catch (FormatException e) {
            throw Refusal.denied("keystore-locked", file + ": " + e.getMessage(), "give its passphrase")
                    .causedBy(e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** The key that signs manifests. */
    public SigningKey signing() {
        return signing;
    }

    /** The key pair that title keys are sealed to for the studio itself. */
    public WrapKeyPair escrow() {
        return escrow;
    }

    @Override
    public void close() {
        signing.close();
        escrow.close();
    }

    private static void create(Path file, Optional<SecretText> passphrase, SecureRandom random) throws IOException {
        char[] secret;
        if (passphrase.isPresent()) {
            secret = passphrase.get().revealSecret().toCharArray();
        } else {
            try (SecretBytes fresh = SecretBytes.random(random, PASSPHRASE_BYTES)) {
                String text = fresh.lend(InsecureSecretAccess.get(), Base64Url::encode);
                PrivateFile.replace(passphraseFile(file), (text + "\n").getBytes(StandardCharsets.US_ASCII));
                secret = text.toCharArray();
            }
        }
        try (SecretBytes signingSeed = SecretBytes.random(random, SigningKey.SEED_BYTES);
                SecretBytes escrowSeed = SecretBytes.random(random, HpkeSuite.PRIVATE_KEY_BYTES)) {
            PrivateFile.replace(file, SeedStore.create(Map.of(SIGNING, signingSeed, ESCROW, escrowSeed), secret));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static Path passphraseFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".passphrase");
    }

    private static SecretBytes seed(SeedStore store, Path file, String name) {
        return store.seed(name)
                .orElseThrow(() -> Refusal.integrity(
                        "keystore-incomplete", file + ": has no entry '" + name + "'", "restore it from a backup"));
    }
}
