package sealswarm.format.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.SecretBytes;

class SeedStoreTest {
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @Test
    void givesBackEachSeedAndNoOther() {
        try (SecretBytes one = SecretBytes.random(new SecureRandom(), 32);
                SecretBytes two = SecretBytes.random(new SecureRandom(), 32)) {
            byte[] bytes = SeedStore.create(Map.of("signing", one, "escrow", two), PASSPHRASE);
            try (SeedStore store = SeedStore.open(bytes, PASSPHRASE);
                    SecretBytes signing = store.seed("signing").orElseThrow();
                    SecretBytes escrow = store.seed("escrow").orElseThrow()) {
                assertTrue(signing.sameAs(one));
                assertTrue(escrow.sameAs(two));
                assertTrue(store.seed("other").isEmpty());
            }
        }
    }

    @Test
    void refusesAWrongPassphraseAndADamagedFile() {
        try (SecretBytes seed = SecretBytes.random(new SecureRandom(), 32)) {
            byte[] bytes = SeedStore.create(Map.of("signing", seed), PASSPHRASE);
            refused(bytes, "wrong".toCharArray());
            byte[] damaged = bytes.clone();
            damaged[damaged.length / 2] ^= 1;
            refused(damaged, PASSPHRASE);
            refused(new byte[0], PASSPHRASE);
        }
    }

    private static void refused(byte[] bytes, char[] passphrase) {
        FormatException refusal = assertThrows(FormatException.class, () -> SeedStore.open(bytes, passphrase));
        assertEquals(FormatProblem.WRAP_INVALID, refusal.problem());
    }
}
