package sealswarm.format.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.FormatVectors;

class KeyVectorsTest {
    private static final TitleId TITLE = new TitleId("demo-film");
    private static final TrackId TRACK = new TrackId("hd");

    private final JsonNode worked = FormatVectors.read("package-v1/keys.json");

    @Test
    void hkdfEqualsRfc5869() {
        for (JsonNode vector : FormatVectors.read("rfc5869/hkdf-sha256.json").get("cases")) {
            try (SecretBytes key = FormatVectors.secret(vector.get("ikm"));
                    SecretBytes output = Hkdf.derive(
                            key,
                            FormatVectors.hex(vector.get("salt")),
                            FormatVectors.hex(vector.get("info")),
                            vector.get("length").asInt())) {
                assertEquals(
                        vector.get("okm").asText(),
                        FormatVectors.hex(output),
                        vector.get("name").asText());
            }
        }
    }

    @Test
    void hkdfRefusesAnOutputBeyondItsLimit() {
        try (SecretBytes key = SecretBytes.random(new SecureRandom(), 32)) {
            Hkdf.derive(key, new byte[0], new byte[0], Hkdf.MAX_OUTPUT_BYTES).close();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Hkdf.derive(key, new byte[0], new byte[0], Hkdf.MAX_OUTPUT_BYTES + 1));
            assertThrows(IllegalArgumentException.class, () -> Hkdf.derive(key, new byte[0], new byte[0], 0));
        }
    }

    @Test
    void ed25519EqualsRfc8032() {
        for (JsonNode vector : FormatVectors.read("rfc8032/ed25519.json").get("cases")) {
            try (SigningKey key = SigningKey.ofSeed(FormatVectors.secret(vector.get("seed")))) {
                byte[] message = FormatVectors.hex(vector.get("message"));
                assertEquals(
                        vector.get("publicKey").asText(),
                        FormatVectors.hex(key.verifyKey().bytes()));
                assertEquals(
                        vector.get("signature").asText(),
                        FormatVectors.hex(key.sign(message).bytes()));
                assertTrue(key.verifyKey().verifies(message, key.sign(message)));
            }
        }
    }

    @Test
    void aSignatureHoldsForNoOtherMessageKeyOrBit() {
        try (SigningKey key = SigningKey.random(new SecureRandom());
                SigningKey other = SigningKey.random(new SecureRandom())) {
            byte[] message = {1, 2, 3};
            Ed25519Signature signature = key.sign(message);
            assertFalse(key.verifyKey().verifies(new byte[] {1, 2, 4}, signature));
            assertFalse(other.verifyKey().verifies(message, signature));
            for (int bit = 0; bit < 512; bit += 7) {
                byte[] flipped = signature.bytes();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                assertFalse(key.verifyKey().verifies(message, Ed25519Signature.of(flipped)), "bit " + bit);
            }
        }
    }

    @Test
    void refusesPublicKeysThatAreNoPointsOrOfSmallOrder() {
        List<String> bad = List.of(
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "0200000000000000000000000000000000000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
        for (String hex : bad) {
            assertThrows(FormatException.class, () -> VerifyKey.of(FormatVectors.hex(hex)), hex);
        }
        assertThrows(FormatException.class, () -> VerifyKey.of(new byte[31]));
    }

    @Test
    void keyHierarchyEqualsTheWorkedValue() {
        try (TitleKey titleKey = titleKey(TITLE);
                TrackKey trackKey = titleKey.trackKey(TRACK);
                ContentKey contentKey = trackKey.contentKey(TrackSalt.of(FormatVectors.hex(worked.get("salt"))))) {
            assertEquals(worked.get("keyId").asText(), titleKey.keyId().hex());
            assertEquals(worked.get("trackKey").asText(), FormatVectors.hex(trackKey.secret()));
            assertEquals(worked.get("contentKey").asText(), FormatVectors.hex(contentKey.secret()));
            assertEquals(
                    worked.get("commitment").asText(), contentKey.commitment().hex());
            assertEquals(titleKey.keyId(), trackKey.keyId());
        }
    }

    @Test
    void infoAndKidAndSeededSaltEqualTheirVectors() {
        assertEquals(
                worked.get("infoHex").asText(),
                FormatVectors.hex(Info.of("sealswarm/1/ck", "demo-film", "hd").bytes()));
        assertEquals(
                worked.get("kid").asText(),
                VerifyKey.of(FormatVectors.hex(worked.get("ed25519PublicKey")))
                        .kid()
                        .hex());
        try (SecretBytes seed = FormatVectors.secret(worked.get("saltSeed"))) {
            assertEquals(
                    worked.get("saltFromSeed").asText(),
                    FormatVectors.hex(TrackSalt.fromSeed(seed, TRACK).bytes()));
        }
    }

    @Test
    void infoFieldsCannotBeShiftedIntoOneAnother() {
        assertNotEquals(Id16.of("l", "ab", "c"), Id16.of("l", "a", "bc"));
        assertNotEquals(Id16.of("l", "ab"), Id16.of("l", "ab", ""));
        assertThrows(IllegalArgumentException.class, () -> Info.of("l").number(1L << 32));
        assertThrows(IllegalArgumentException.class, () -> Info.of("l").number(-1));
        assertThrows(IllegalArgumentException.class, () -> Info.of("l").raw(new byte[Info.MAX_FIELD_BYTES + 1]));
        assertThrows(IllegalArgumentException.class, () -> Info.of("with blank"));
        assertEquals(
                "6c000004fffffffe",
                FormatVectors.hex(Info.of("l").number(0xFFFF_FFFEL).bytes()));
    }

    @Test
    void keysOfOtherTitlesTracksAndSaltsDiffer() {
        TrackSalt salt = TrackSalt.of(new byte[32]);
        byte[] other = new byte[32];
        other[31] = 1;
        try (TitleKey one = titleKey(TITLE);
                TitleKey two = titleKey(new TitleId("demo-film-2"));
                TrackKey track = one.trackKey(TRACK);
                TrackKey sister = one.trackKey(new TrackId("sd"));
                ContentKey content = track.contentKey(salt);
                ContentKey resalted = track.contentKey(TrackSalt.of(other))) {
            assertNotEquals(one.keyId(), two.keyId());
            assertFalse(track.secret().sameAs(sister.secret()));
            assertFalse(content.secret().sameAs(resalted.secret()));
            assertNotEquals(content.commitment(), resalted.commitment());
        }
    }

    @Test
    void noKeyPrintsItself() {
        try (TitleKey title = titleKey(TITLE);
                TrackKey track = title.trackKey(TRACK);
                ContentKey content = track.contentKey(TrackSalt.of(new byte[32]));
                SigningKey signing = SigningKey.ofSeed(FormatVectors.secret(worked.get("titleKey")))) {
            for (Object key : List.of(title, track, content, signing)) {
                assertTrue(key.toString().contains("redacted"), key.toString());
            }
        }
    }

    @Test
    void refusesIdsOutsideTheirForm() {
        new TitleId("a0");
        new TrackId("0".repeat(64));
        for (String bad : List.of("", "a", "-a", "A1", "a_b", "a b", "../x", "0".repeat(65), "\u00e4\u00e4", "ab\n")) {
            assertThrows(FormatException.class, () -> new TitleId(bad), bad);
            assertThrows(FormatException.class, () -> new TrackId(bad), bad);
            assertThrows(FormatException.class, () -> new StudioId(bad), bad);
        }
    }

    private TitleKey titleKey(TitleId title) {
        return TitleKey.of(title, FormatVectors.secret(worked.get("titleKey")));
    }
}
