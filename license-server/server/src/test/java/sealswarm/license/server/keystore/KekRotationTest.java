package sealswarm.license.server.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;

class KekRotationTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KekId ONE = new KekId("kek-1");
    private static final KekId TWO = new KekId("kek-2");

    private final SecretStore secrets = new MemorySecretStore();
    private final Values values = new Values();
    private final KeyGate gate = new KeyGate();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private String file = first();
    private final KekRotation rotation = new KekRotation(gate, () -> KeyEncryptionKeys.parse(file), values, () -> now);

    KekRotationTest() {
        gate.open(Keystore.open(secrets, KeyEncryptionKeys.parse(file), RANDOM, () -> now));
        rotation.follow();
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private static String first() {
        try (KeyEncryptionKeys keys = KeyEncryptionKeys.random(ONE, RANDOM)) {
            return keys.revealText();
        }
    }

    private void change(UnaryOperator<KeyEncryptionKeys> change) {
        try (KeyEncryptionKeys old = KeyEncryptionKeys.parse(file);
                KeyEncryptionKeys changed = change.apply(old)) {
            file = changed.revealText();
        }
    }

    @Test
    void sealsEverythingUnderTheNewKeyAndForgetsAnOldOneOnlyOnceNobodyRemembersIt() {
        change(keys -> keys.rotated(TWO, RANDOM));
        rotation.follow();
        assertEquals(List.of(ONE, TWO), gate.require().kekIds());
        assertEquals(Set.of(TWO), gate.require().neededKeks());
        assertEquals(Set.of(TWO), values.neededKeks());
        change(keys -> keys.without(ONE));
        rotation.follow();
        assertEquals(List.of(ONE, TWO), gate.require().kekIds());
        now = now.plus(KekRotation.HOLD).minusMillis(1);
        rotation.follow();
        assertEquals(List.of(ONE, TWO), gate.require().kekIds());
        now = now.plusMillis(1);
        rotation.follow();
        assertEquals(List.of(TWO), gate.require().kekIds());
        assertEquals(Optional.empty(), rotation.trouble());
    }

    @Test
    void preparedKeySealsNothingUntilItIsRotatedTo() {
        change(keys -> keys.prepared(TWO, RANDOM));
        rotation.follow();
        assertEquals(List.of(TWO, ONE), gate.require().kekIds());
        assertEquals(Set.of(ONE), values.neededKeks());
        change(keys -> keys.rotated(TWO, RANDOM));
        rotation.follow();
        assertEquals(List.of(ONE, TWO), gate.require().kekIds());
        assertEquals(Set.of(TWO), values.neededKeks());
    }

    @Test
    void keepsAKeyThatLeftTheFileWhileAValueNeedsItAndSaysSo() {
        values.stuck = true;
        change(keys -> keys.rotated(TWO, RANDOM));
        rotation.follow();
        assertTrue(rotation.trouble().orElse("").contains("stay under kek-1"));
        change(keys -> keys.without(ONE));
        rotation.follow();
        now = now.plus(KekRotation.HOLD);
        rotation.follow();
        assertEquals(List.of(ONE, TWO), gate.require().kekIds());
        assertTrue(rotation.trouble().orElse("").contains("kek-1 left the key file"));
        values.stuck = false;
        rotation.follow();
        assertEquals(List.of(TWO), gate.require().kekIds());
        assertEquals(Optional.empty(), rotation.trouble());
    }

    @Test
    void tornFileChangesNothingAndIsNamedUntilItIsWhole() {
        String whole = file;
        file = whole.substring(0, whole.length() / 2);
        rotation.follow();
        assertEquals(List.of(ONE), gate.require().kekIds());
        assertTrue(rotation.trouble().orElse("").contains("line 1"));
        file = whole;
        rotation.follow();
        assertEquals(Optional.empty(), rotation.trouble());
    }

    @Test
    void refusesToStartWithoutAKeyThatStoredValuesNeed() {
        rotation.requireAllHeld();
        values.foreign = Set.of(new KekId("kek-0"));
        Refusal refused = assertThrows(Refusal.class, rotation::requireAllHeld);
        assertEquals(ExitCode.USAGE, refused.exit());
        assertTrue(String.valueOf(refused.getMessage()).contains("kek-0"));
    }

    /** One value of another room, which may refuse to be sealed anew. */
    private static final class Values implements SealedValues {
        private KekId under = ONE;
        private Set<KekId> foreign = Set.of();
        private boolean stuck;

        @Override
        public Set<KekId> neededKeks() {
            Set<KekId> needed = new HashSet<>(foreign);
            needed.add(under);
            return needed;
        }

        @Override
        public void sealAnew(Keystore keystore) {
            if (!stuck) {
                under = keystore.kekIds().get(keystore.kekIds().size() - 1);
            }
        }
    }
}
