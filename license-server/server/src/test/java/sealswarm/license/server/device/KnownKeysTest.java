package sealswarm.license.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.SigningKey;
import sealswarm.format.problem.FormatException;

class KnownKeysTest {
    private final KnownKeys keys = new KnownKeys();

    @Test
    void aKeyIsCheckedOnce() {
        try (SigningKey pair = SigningKey.random(new SecureRandom())) {
            String text = pair.verifyKey().text();
            assertEquals(pair.verifyKey(), keys.read(text));
            assertSame(keys.read(text), keys.read(text));
        }
    }

    @Test
    void whatIsNoKeyIsRefusedEachTimeAndNotRemembered() {
        String smallOrder = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for (int i = 0; i < 2; i++) {
            assertThrows(FormatException.class, () -> keys.read(smallOrder));
        }
        assertEquals(0, keys.size());
    }
}
