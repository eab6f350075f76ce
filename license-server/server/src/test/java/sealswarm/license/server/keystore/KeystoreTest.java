package sealswarm.license.server.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TitleKey;
import sealswarm.format.key.TrackId;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

class KeystoreTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2031-04-05T12:00:00Z");
    private static final TitleId FILM = new TitleId("demo-film");

    private final MemorySecretStore store = new MemorySecretStore();

    private Keystore open(String keks) {
        return Keystore.open(store, KeyEncryptionKeys.parse(keks), RANDOM, () -> NOON);
    }

    private static String kek(String id) {
        try (KeyEncryptionKeys keys = KeyEncryptionKeys.random(new KekId(id), RANDOM)) {
            return keys.revealText();
        }
    }

    @Test
    void firstStartMakesOneKeyOfEachUseAndTheNextFindsThem() {
        String kek = kek("k1");
        try (Keystore first = open(kek)) {
            assertEquals(SecretUse.values().length, store.all().size());
            try (Keystore second = open(kek)) {
                assertEquals(SecretUse.values().length, store.all().size());
                assertEquals(first.published(), second.published());
                assertEquals(first.documents().kid(), second.documents().kid());
                assertEquals(
                        first.pseudonym("anna", FILM, new TrackId("hd")),
                        second.pseudonym("anna", FILM, new TrackId("hd")));
            }
        }
    }

    @Test
    void eachUseHasAKeyOfItsOwn() {
        try (Keystore keys = open(kek("k1"))) {
            assertEquals(
                    3,
                    Stream.of(keys.documents(), keys.ledger(), keys.export())
                            .map(key -> key.kid())
                            .distinct()
                            .count());
        }
    }

    @Test
    void serversThatStartAtOnceEndWithTheSameKeys() throws Exception {
        String kek = kek("k1");
        List<String> published = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        List<Thread> servers = Stream.generate(() -> new Thread(() -> {
                    try (Keystore keys = open(kek)) {
                        published.add(keys.published().toString());
                    }
                }))
                .limit(4)
                .toList();
        servers.forEach(Thread::start);
        for (Thread server : servers) {
            server.join();
        }
        assertEquals(4, published.size());
        assertEquals(1, published.stream().distinct().count());
    }

    @Test
    void withoutTheKekThatSealedThemNothingOpens() {
        open(kek("k1")).close();
        KeystoreException missing = assertThrows(KeystoreException.class, () -> open(kek("k2")));
        assertTrue(String.valueOf(missing.getMessage()).contains("k1 is not held"), missing.getMessage());
        KeystoreException wrong = assertThrows(KeystoreException.class, () -> open(kek("k1")));
        assertTrue(String.valueOf(wrong.getMessage()).contains("does not open"), wrong.getMessage());
    }

    @Test
    void newerKekSealsWhatAnOlderOneDidAndTheOlderIsNotNeededAgain() {
        String first = kek("k1");
        String second = kek("k2");
        List<?> published;
        try (Keystore keys = open(first)) {
            published = keys.published();
        }
        open(first + second).close();
        assertTrue(store.all().stream().allMatch(entry -> entry.sealed().kekId().equals(new KekId("k2"))));
        try (Keystore keys = open(second)) {
            assertEquals(published, keys.published());
        }
    }

    @Test
    void titleKeyOpensAsTheTitleAndIdItWasWrappedFor() {
        try (Keystore keys = open(kek("k1"));
                TitleKey film = TitleKey.random(FILM, RANDOM);
                TitleKey other = TitleKey.random(FILM, RANDOM)) {
            Sealed wrapped = keys.wrap(film);
            try (TitleKey back = keys.unwrap(FILM, film.keyId(), wrapped)) {
                assertTrue(back.secret().sameAs(film.secret()));
            }
            KeyId foreign = other.keyId();
            assertThrows(KeystoreException.class, () -> keys.unwrap(FILM, foreign, wrapped));
            TitleId elsewhere = new TitleId("other-film");
            assertThrows(KeystoreException.class, () -> keys.unwrap(elsewhere, film.keyId(), wrapped));
            assertTrue(keys.isCurrent(wrapped));
        }
    }

    @Test
    void everyWrappingDiffers() {
        try (Keystore keys = open(kek("k1"));
                TitleKey film = TitleKey.random(FILM, RANDOM)) {
            assertNotEquals(keys.wrap(film).bytes(), keys.wrap(film).bytes());
        }
    }

    @Test
    void wrappedKeyThatWasTouchedOrCutDoesNotOpen() {
        try (Keystore keys = open(kek("k1"));
                TitleKey film = TitleKey.random(FILM, RANDOM)) {
            Sealed wrapped = keys.wrap(film);
            byte[] bytes = wrapped.bytes().getBytes();
            for (int i = 0; i < bytes.length; i++) {
                byte[] touched = bytes.clone();
                touched[i] ^= 1;
                assertRefused(keys, film, wrapped.kekId(), touched);
                assertRefused(keys, film, wrapped.kekId(), java.util.Arrays.copyOf(bytes, i));
            }
            assertRefused(keys, film, wrapped.kekId(), java.util.Arrays.copyOf(bytes, bytes.length + 1));
            assertRefused(keys, film, new KekId("k9"), bytes);
        }
    }

    private static void assertRefused(Keystore keys, TitleKey film, KekId kek, byte[] bytes) {
        Sealed sealed = new Sealed(kek, Buffer.buffer(bytes));
        assertThrows(KeystoreException.class, () -> keys.unwrap(FILM, film.keyId(), sealed));
    }

    @Test
    void pseudonymIsAnotherForEachAccountTitleAndTrack() {
        try (Keystore keys = open(kek("k1"))) {
            TrackId hd = new TrackId("hd");
            assertEquals(
                    4,
                    Stream.of(
                                    keys.pseudonym("anna", FILM, hd),
                                    keys.pseudonym("bert", FILM, hd),
                                    keys.pseudonym("anna", new TitleId("other-film"), hd),
                                    keys.pseudonym("anna", FILM, new TrackId("sd")))
                            .distinct()
                            .count());
        }
    }

    @Test
    void sealedServerSaysSoAndOpensAndSealsAgain() {
        KeyGate gate = new KeyGate();
        assertEquals(
                ProblemType.SEALED,
                assertThrows(ProblemException.class, gate::require).type());
        gate.open(open(kek("k1")));
        assertTrue(gate.isOpen());
        gate.require();
        gate.close();
        assertFalse(gate.isOpen());
        assertThrows(ProblemException.class, gate::require);
    }

    @Test
    void nothingPrintsASecret() {
        try (Keystore keys = open(kek("k1"));
                TitleKey film = TitleKey.random(FILM, RANDOM)) {
            assertEquals("Keystore[redacted]", keys.toString());
            assertEquals("Sealed[k1, 60 bytes]", keys.wrap(film).toString());
        }
    }
}
