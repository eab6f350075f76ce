package sealswarm.format.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;
import sealswarm.format.vectors.FormatVectors;
import sealswarm.trial.Cases;

class StrictJsonTest {
    private static final int LIMIT = 1 << 20;

    @TestFactory
    List<DynamicTest> canonicalFormOfEachAcceptedVector() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : FormatVectors.read("rfc8785/canonical.json").get("accept")) {
            tests.add(DynamicTest.dynamicTest(
                    vector.get("name").asText(),
                    () -> assertEquals(
                            vector.get("expected").asText(),
                            CanonicalJson.text(parse(vector.get("input").asText())))));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> refusesEachRejectedVector() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : FormatVectors.read("rfc8785/canonical.json").get("reject")) {
            tests.add(DynamicTest.dynamicTest(
                    vector.get("name").asText(),
                    () -> refused(FormatProblem.MALFORMED, vector.get("input").asText())));
        }
        return tests;
    }

    @Test
    void takesDepth32AndRefusesDepth33() {
        assertEquals(1, parse("[".repeat(32) + "]".repeat(32)).size());
        refused(FormatProblem.MALFORMED, "[".repeat(33) + "]".repeat(33));
        refused(FormatProblem.MALFORMED, "[".repeat(10_000));
    }

    @Test
    void takesTextOf16KiBAndRefusesOneByteMore() {
        String umlauts = "\u00e4".repeat(8 * 1024);
        assertEquals(umlauts, parse('"' + umlauts + '"').textValue());
        refused(FormatProblem.MALFORMED, '"' + umlauts + ".\"");
        refused(FormatProblem.MALFORMED, "{\"" + umlauts + ".\":1}");
    }

    @Test
    void takesBase64UrlAsLongAsTheDocument() {
        String base64 = "Ab-_".repeat(50_000);
        assertEquals(base64, parse('"' + base64 + '"').textValue());
    }

    @Test
    void takesADocumentAtItsLimitAndRefusesOneByteMore() {
        byte[] two = "[]".getBytes(StandardCharsets.UTF_8);
        assertEquals(0, StrictJson.parse(two, 2).size());
        FormatException refusal = assertThrows(FormatException.class, () -> StrictJson.parse(two, 1));
        assertEquals(FormatProblem.TOO_LARGE, refusal.problem());
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        for (String hex :
                List.of("22ff22", "22c0af22", "22eda08022", "22f4908080", "22c3", "fffe5b005d00", "005b005d")) {
            FormatException refusal =
                    assertThrows(FormatException.class, () -> StrictJson.parse(FormatVectors.hex(hex), LIMIT), hex);
            assertEquals(FormatProblem.MALFORMED, refusal.problem());
        }
    }

    @Test
    void refusesADocumentThatIsNoObject() {
        assertThrows(FormatException.class, () -> StrictJson.parseObject("[]".getBytes(StandardCharsets.UTF_8), 10));
    }

    @Test
    void everyCutOfADocumentIsRefusedInTheDeclaredWay() {
        String whole = "{\"a\":[1,-2,{\"b\":\"\\u00e4\\ud83d\\ude00\"}],\"c\":null,\"d\":true}";
        parse(whole);
        for (int end = 0; end < whole.length(); end++) {
            refused(FormatProblem.MALFORMED, whole.substring(0, end));
        }
    }

    @Test
    void noMutationEndsInAnythingButATreeOrTheDeclaredException() {
        byte[] whole = "{\"a\":[1,-2,{\"b\":\"\\u00e4\u00e4\"}],\"c\":null,\"d\":[true,9007199254740991]}"
                .getBytes(StandardCharsets.UTF_8);
        Cases.forAll(85, 20_000, random -> {
            byte[] mutated = whole.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                CanonicalJson.bytes(StrictJson.parse(mutated, LIMIT));
            } catch (FormatException e) {
                assertEquals(FormatProblem.MALFORMED, e.problem());
            }
        });
    }

    @Test
    void canonicalFormIsAFixedPoint() {
        String once = CanonicalJson.text(parse("{\"b\":[{\"z\":1,\"a\":\"\\n\"}],\"a\":{}}"));
        assertEquals(once, CanonicalJson.text(parse(once)));
    }

    private static JsonNode parse(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), LIMIT);
    }

    private static void refused(FormatProblem problem, String text) {
        FormatException refusal = assertThrows(FormatException.class, () -> parse(text), text);
        assertEquals(problem, refusal.problem());
    }
}
