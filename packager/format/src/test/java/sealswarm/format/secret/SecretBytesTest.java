package sealswarm.format.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretBytesTest {
    private static final InsecureSecretAccess ACCESS = InsecureSecretAccess.get();

    @Test
    void closingZeroesTheBytesAndRefusesFurtherUse() {
        byte[] raw = {1, 2, 3};
        SecretBytes secret = SecretBytes.take(raw, ACCESS);
        secret.close();
        assertArrayEquals(new byte[3], raw);
        assertTrue(secret.isClosed());
        assertThrows(IllegalStateException.class, () -> secret.copy(ACCESS));
        assertThrows(IllegalStateException.class, secret::length);
        secret.close();
    }

    @Test
    void aCopyDoesNotShareTheCallersArray() {
        byte[] raw = {1, 2, 3};
        try (SecretBytes secret = SecretBytes.copyOf(raw, ACCESS)) {
            raw[0] = 9;
            assertArrayEquals(new byte[] {1, 2, 3}, secret.copy(ACCESS));
        }
    }

    @Test
    void aDuplicateOutlivesItsOriginal() {
        SecretBytes original = SecretBytes.copyOf(new byte[] {7}, ACCESS);
        try (SecretBytes duplicate = original.duplicate()) {
            assertTrue(duplicate.sameAs(original));
            original.close();
            assertArrayEquals(new byte[] {7}, duplicate.copy(ACCESS));
        }
    }

    @Test
    void comparesByContent() {
        try (SecretBytes one = SecretBytes.copyOf(new byte[] {1, 2}, ACCESS);
                SecretBytes other = SecretBytes.copyOf(new byte[] {1, 3}, ACCESS)) {
            assertFalse(one.sameAs(other));
        }
    }

    @Test
    void neverPrintsItself() {
        try (SecretBytes secret =
                SecretBytes.copyOf("canary".getBytes(java.nio.charset.StandardCharsets.US_ASCII), ACCESS)) {
            assertEquals("SecretBytes[redacted]", secret.toString());
        }
    }
}
