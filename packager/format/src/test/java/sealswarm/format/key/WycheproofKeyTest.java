package sealswarm.format.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.format.problem.FormatException;
import sealswarm.format.secret.SecretBytes;
import sealswarm.format.vectors.FormatVectors;

/** Project Wycheproof's vectors of Ed25519 and HKDF-SHA256 through the classes that the format uses itself. */
class WycheproofKeyTest {
    private static final Set<String> RESULTS = Set.of("valid", "invalid");

    @Test
    void ed25519AcceptsAndRefusesAsWycheproofSays() {
        JsonNode file = FormatVectors.read("wycheproof/ed25519_test.json");
        int run = 0;
        for (JsonNode group : file.get("testGroups")) {
            VerifyKey key = VerifyKey.of(FormatVectors.hex(group.at("/publicKey/pk")));
            for (JsonNode vector : group.get("tests")) {
                assertEquals(isValid(vector), verifies(key, vector), "tcId " + vector.get("tcId"));
                run++;
            }
        }
        assertEquals(file.get("numberOfTests").asInt(), run);
    }

    @Test
    void hkdfSha256DerivesAndRefusesAsWycheproofSays() {
        JsonNode file = FormatVectors.read("wycheproof/hkdf_sha256_test.json");
        int run = 0;
        for (JsonNode group : file.get("testGroups")) {
            for (JsonNode vector : group.get("tests")) {
                if (isValid(vector)) {
                    assertEquals(vector.get("okm").asText(), derived(vector), "tcId " + vector.get("tcId"));
                } else {
                    assertThrows(
                            IllegalArgumentException.class, () -> derived(vector), () -> "tcId " + vector.get("tcId"));
                }
                run++;
            }
        }
        assertEquals(file.get("numberOfTests").asInt(), run);
    }

    /** Neither file has an outcome that is left to the implementation. */
    private static boolean isValid(JsonNode vector) {
        String result = vector.get("result").asText();
        assertEquals(true, RESULTS.contains(result), result);
        return result.equals("valid");
    }

    private static boolean verifies(VerifyKey key, JsonNode vector) {
        try {
            Ed25519Signature signature = Ed25519Signature.of(FormatVectors.hex(vector.get("sig")));
            return key.verifies(FormatVectors.hex(vector.get("msg")), signature);
        } catch (FormatException e) {
            // Signatures of another length never become one.
            return false;
        }
    }

    private static String derived(JsonNode vector) {
        try (SecretBytes key = FormatVectors.secret(vector.get("ikm"));
                SecretBytes output = Hkdf.derive(
                        key,
                        FormatVectors.hex(vector.get("salt")),
                        FormatVectors.hex(vector.get("info")),
                        vector.get("size").asInt())) {
            return FormatVectors.hex(output);
        }
    }
}
