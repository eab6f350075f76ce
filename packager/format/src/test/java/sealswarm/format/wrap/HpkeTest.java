package sealswarm.format.wrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.format.json.Base64Url;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.FormatVectors;

class HpkeTest {
    private static final byte[] INFO = {1};
    private static final byte[] AAD = {2};

    @Test
    void opensMessagesThatFollowFromPublishedKemOutputs() {
        for (JsonNode vector : FormatVectors.read("rfc9180/base.json").get("cases")) {
            HpkeSuite suite = HpkeSuite.of(vector.get("suite").asText());
            try (WrapKeyPair pair = WrapKeyPair.of(suite, FormatVectors.secret(vector.get("skRm")))) {
                assertEquals(
                        vector.get("pkRm").asText(),
                        FormatVectors.hex(pair.publicKey().bytes()));
                Wrapped wrapped = new Wrapped(
                        suite,
                        pair.kid(),
                        Base64Url.encode(FormatVectors.hex(vector.get("enc"))),
                        Base64Url.encode(FormatVectors.hex(vector.get("ct"))));
                try (SecretBytes opened = Hpke.open(
                        pair, FormatVectors.hex(vector.get("info")), FormatVectors.hex(vector.get("aad")), wrapped)) {
                    assertEquals(
                            vector.get("pt").asText(),
                            FormatVectors.hex(opened),
                            vector.get("name").asText());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatItSealed(HpkeSuite suite) {
        try (WrapKeyPair pair = WrapKeyPair.random(suite, new SecureRandom());
                SecretBytes secret = SecretBytes.random(new SecureRandom(), 32)) {
            Wrapped wrapped = Hpke.seal(pair.publicKey(), INFO, AAD, secret);
            assertEquals(48, Base64Url.decode(wrapped.ct()).length);
            assertNotEquals(wrapped, Hpke.seal(pair.publicKey(), INFO, AAD, secret));
            try (SecretBytes opened = Hpke.open(pair, INFO, AAD, wrapped)) {
                assertTrue(opened.sameAs(secret));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWrongPartEndsInTheSameRefusal(HpkeSuite suite) {
        try (WrapKeyPair pair = WrapKeyPair.random(suite, new SecureRandom());
                WrapKeyPair stranger = WrapKeyPair.random(suite, new SecureRandom());
                SecretBytes secret = SecretBytes.random(new SecureRandom(), 32)) {
            Wrapped good = Hpke.seal(pair.publicKey(), INFO, AAD, secret);
            String zeroEnc = Base64Url.encode(new byte[suite.encapsulatedKeyBytes()]);
            List<Runnable> attempts = new ArrayList<>();
            attempts.add(() -> Hpke.open(pair, new byte[] {9}, AAD, good));
            attempts.add(() -> Hpke.open(pair, INFO, new byte[] {9}, good));
            attempts.add(() -> Hpke.open(stranger, INFO, AAD, good));
            attempts.add(
                    () -> Hpke.open(stranger, INFO, AAD, new Wrapped(suite, stranger.kid(), good.enc(), good.ct())));
            attempts.add(() -> Hpke.open(pair, INFO, AAD, new Wrapped(suite, good.kid(), zeroEnc, good.ct())));
            attempts.add(() -> Hpke.open(pair, INFO, AAD, new Wrapped(suite, good.kid(), good.enc(), flip(good.ct()))));
            attempts.add(() -> Hpke.open(pair, INFO, AAD, new Wrapped(suite, good.kid(), flip(good.enc()), good.ct())));
            for (int i = 0; i < attempts.size(); i++) {
                FormatException refusal = assertThrows(FormatException.class, attempts.get(i)::run, "attempt " + i);
                assertEquals(FormatProblem.WRAP_INVALID, refusal.problem());
                assertEquals("wrapped key does not open", refusal.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesShortAndLongPartsBeforeAnyCryptography(HpkeSuite suite) {
        try (WrapKeyPair pair = WrapKeyPair.random(suite, new SecureRandom())) {
            String enc = Base64Url.encode(new byte[suite.encapsulatedKeyBytes()]);
            for (int length : List.of(0, suite.encapsulatedKeyBytes() - 1, suite.encapsulatedKeyBytes() + 1)) {
                assertThrows(
                        FormatException.class,
                        () -> new Wrapped(suite, pair.kid(), Base64Url.encode(new byte[length]), "A".repeat(64)));
            }
            assertThrows(
                    FormatException.class, () -> new Wrapped(suite, pair.kid(), enc, Base64Url.encode(new byte[15])));
            assertThrows(
                    FormatException.class,
                    () -> new Wrapped(
                            suite, pair.kid(), enc, Base64Url.encode(new byte[Wrapped.MAX_CIPHERTEXT_BYTES + 1])));
            assertThrows(FormatException.class, () -> WrapPublicKey.of(suite, new byte[suite.publicKeyBytes() - 1]));
        }
    }

    @Test
    void refusesAPublicKeyThatIsOutsideItsModulus() {
        byte[] ones = new byte[HpkeSuite.X_WING.publicKeyBytes()];
        java.util.Arrays.fill(ones, (byte) 0xFF);
        assertEquals(
                FormatProblem.WRAP_INVALID,
                assertThrows(FormatException.class, () -> WrapPublicKey.of(HpkeSuite.X_WING, ones))
                        .problem());
    }

    @Test
    void refusesToSealToAPublicKeyOfLowOrder() {
        try (SecretBytes secret = SecretBytes.random(new SecureRandom(), 32)) {
            WrapPublicKey zero = WrapPublicKey.of(HpkeSuite.X25519, new byte[32]);
            assertEquals(
                    FormatProblem.WRAP_INVALID,
                    assertThrows(FormatException.class, () -> Hpke.seal(zero, INFO, AAD, secret))
                            .problem());
        }
    }

    @Test
    void refusesSuitesItDoesNotOffer() {
        for (String id : List.of("0020.0001.0001", "647a.0001.0003", "0041.0001.0002", "", "X-Wing")) {
            FormatException refusal = assertThrows(FormatException.class, () -> HpkeSuite.of(id), id);
            assertEquals(FormatProblem.SUITE_UNSUPPORTED, refusal.problem());
        }
    }

    private static String flip(String base64) {
        byte[] bytes = Base64Url.decode(base64);
        bytes[bytes.length / 2] ^= 1;
        return Base64Url.encode(bytes);
    }
}
