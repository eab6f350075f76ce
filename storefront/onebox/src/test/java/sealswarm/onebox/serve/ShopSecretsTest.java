package sealswarm.onebox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class ShopSecretsTest {
    @TempDir
    Path directory;

    @Test
    void makesASecretOnceAndKeepsItToItsOwner() throws Exception {
        ShopSecrets secrets = new ShopSecrets(directory, new SecureRandom());
        String first = secrets.text("client-storefront").revealSecret();
        assertEquals(64, first.length());
        assertEquals(first, secrets.text("client-storefront").revealSecret());
        assertNotEquals(first, secrets.text("client-license-server").revealSecret());
        assertEquals("rw-------", mode(directory.resolve("client-storefront.secret")));
        assertEquals("rw-------", mode(secrets.keyEncryptionKeys()));
        assertEquals(Files.readString(secrets.keyEncryptionKeys()), Files.readString(secrets.keyEncryptionKeys()));
    }

    @Test
    void refusesASecretThatOthersCanRead() throws Exception {
        ShopSecrets secrets = new ShopSecrets(directory, new SecureRandom());
        secrets.text("client-storefront").close();
        Files.setPosixFilePermissions(
                directory.resolve("client-storefront.secret"), PosixFilePermissions.fromString("rw-r--r--"));
        Refusal refused = assertThrows(Refusal.class, () -> secrets.text("client-storefront"));
        assertEquals(ExitCode.USAGE, refused.exit());
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
