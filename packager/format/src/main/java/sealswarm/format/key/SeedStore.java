package sealswarm.format.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;

/**
 * Named seeds in a PKCS#12 keystore, protected by a passphrase. Seeds are stored as secret-key entries named {@code AES}, the one name
 * the platform's PKCS#12 takes for bare bytes. Belongs to one thread.
 */
public final class SeedStore implements AutoCloseable {
    /** The largest keystore that is read. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String ENTRY = "AES";

    private final KeyStore store;
    private final char[] passphrase;

    private SeedStore(KeyStore store, char[] passphrase) {
        this.store = store;
        this.passphrase = passphrase;
    }

    /** The bytes of a new keystore that holds {@code seeds}. */
    public static byte[] create(Map<String, SecretBytes> seeds, char[] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, passphrase);
            for (var seed : seeds.entrySet()) {
                SecretKeySpec key =
                        seed.getValue().lend(InsecureSecretAccess.get(), bytes -> new SecretKeySpec(bytes, ENTRY));
                store.setEntry(
                        seed.getKey(), new KeyStore.SecretKeyEntry(key), new KeyStore.PasswordProtection(passphrase));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, passphrase);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot write PKCS#12", e);
        }
    }

    /**
     * Opens a keystore.
     *
     * @throws FormatException {@link FormatProblem#WRAP_INVALID} if the passphrase is wrong or the file damaged
     */
    public static SeedStore open(byte[] bytes, char[] passphrase) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), passphrase);
            return new SeedStore(store, passphrase.clone());
        } catch (GeneralSecurityException | IOException e) {
            throw refused(e);
        }
    }

    /** The seed of {@code name}, if there is one; the caller closes it. */
    public Optional<SecretBytes> seed(String name) {
        try {
            Key key = store.getKey(name, passphrase);
            return key == null
                    ? Optional.empty()
                    : Optional.of(SecretBytes.take(key.getEncoded(), InsecureSecretAccess.get()));
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    /** Forgets the passphrase; the store gives no seed any more. */
    @Override
    public void close() {
        Arrays.fill(passphrase, '\0');
    }

    private static FormatException refused(Exception cause) {
        return new FormatException(
                FormatProblem.WRAP_INVALID, "keystore does not open: wrong passphrase or damaged file", cause);
    }
}
