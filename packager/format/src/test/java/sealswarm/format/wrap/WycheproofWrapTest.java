package sealswarm.format.wrap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import sealswarm.format.json.Base64Url;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.secret.InsecureSecretAccess;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.FormatVectors;

/**
 * Project Wycheproof's vectors of X25519 through {@link Hpke#open}: the vector's public key is the encapsulated key, and the ciphertext is
 * made here from the vector's shared secret by a key schedule of RFC 9180 written for this test alone. A zero shared secret must not open.
 */
class WycheproofWrapTest {
    private static final byte[] NONE = {};
    private static final byte[] INFO = ascii("info");
    private static final byte[] AAD = ascii("aad");
    private static final byte[] PLAIN = ascii("a key block would stand here");
    private static final byte[] KEM =
            ByteBuffer.allocate(5).put(ascii("KEM")).putShort((short) 0x0020).array();
    private static final byte[] SUITE = ByteBuffer.allocate(10)
            .put(ascii("HPKE"))
            .putShort((short) 0x0020)
            .putShort((short) 0x0001)
            .putShort((short) 0x0002)
            .array();

    @Test
    void x25519OpensAndRefusesAsWycheproofSays() throws GeneralSecurityException {
        JsonNode file = FormatVectors.read("wycheproof/x25519_test.json");
        int opened = 0;
        int refused = 0;
        for (JsonNode group : file.get("testGroups")) {
            for (JsonNode vector : group.get("tests")) {
                byte[] shared = FormatVectors.hex(vector.get("shared"));
                try (WrapKeyPair pair = WrapKeyPair.of(HpkeSuite.X25519, FormatVectors.secret(vector.get("private")))) {
                    byte[] enc = FormatVectors.hex(vector.get("public"));
                    Wrapped wrapped = new Wrapped(
                            HpkeSuite.X25519,
                            pair.kid(),
                            Base64Url.encode(enc),
                            Base64Url.encode(
                                    sealed(shared, enc, pair.publicKey().bytes())));
                    if (Arrays.equals(shared, new byte[32])) {
                        FormatException refusal = assertThrows(
                                FormatException.class,
                                () -> Hpke.open(pair, INFO, AAD, wrapped),
                                () -> "tcId " + vector.get("tcId"));
                        assertEquals(FormatProblem.WRAP_INVALID, refusal.problem());
                        refused++;
                    } else {
                        try (SecretBytes plain = Hpke.open(pair, INFO, AAD, wrapped)) {
                            assertArrayEquals(
                                    PLAIN, plain.copy(InsecureSecretAccess.get()), () -> "tcId " + vector.get("tcId"));
                        }
                        opened++;
                    }
                }
            }
        }
        assertEquals(file.get("numberOfTests").asInt(), opened + refused);
        assertEquals(31, refused);
    }

    private static byte[] sealed(byte[] dh, byte[] enc, byte[] recipient) throws GeneralSecurityException {
        byte[] secret = expand(KEM, extract(KEM, NONE, "eae_prk", dh), "shared_secret", joined(enc, recipient), 32);
        byte[] context = joined(
                new byte[] {0}, extract(SUITE, NONE, "psk_id_hash", NONE), extract(SUITE, NONE, "info_hash", INFO));
        byte[] schedule = extract(SUITE, secret, "secret", NONE);
        Cipher aead = Cipher.getInstance("AES/GCM/NoPadding");
        aead.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(expand(SUITE, schedule, "key", context, 32), "AES"),
                new GCMParameterSpec(128, expand(SUITE, schedule, "base_nonce", context, 12)));
        aead.updateAAD(AAD);
        return aead.doFinal(PLAIN);
    }

    private static byte[] extract(byte[] suite, byte[] salt, String label, byte[] input)
            throws GeneralSecurityException {
        return hmac(salt.length == 0 ? new byte[32] : salt, joined(ascii("HPKE-v1"), suite, ascii(label), input));
    }

    private static byte[] expand(byte[] suite, byte[] key, String label, byte[] context, int length)
            throws GeneralSecurityException {
        byte[] info = joined(new byte[] {0, (byte) length}, ascii("HPKE-v1"), suite, ascii(label), context);
        return Arrays.copyOf(hmac(key, joined(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer whole = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            whole.put(part);
        }
        return whole.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
