package sealswarm.format.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.TitleId;
import sealswarm.format.problem.FormatException;

class JsonMembersTest {
    private final JsonMembers members =
            of("{\"t\":\"demo-film\",\"n\":7,\"o\":{\"x\":\"1\"},\"l\":[{\"y\":\"2\"}],\"s\":[\"a\"]}");

    @Test
    void readsEachKindOfMember() {
        assertEquals("demo-film", members.text("t"));
        assertEquals(new TitleId("demo-film"), members.value("t", TitleId::new));
        assertEquals(7, members.integer("n", 7, 7));
        assertEquals("1", members.object("o").text("x"));
        assertEquals("2", members.objects("l", 1, 1).get(0).text("y"));
        assertEquals(List.of("a"), members.texts("s", 0, 1));
        assertTrue(members.optionalText("missing").isEmpty());
        members.close();
    }

    @Test
    void refusalsNameThePath() {
        refusal("missing: missing", () -> members.text("missing"));
        refusal("n: a text is due", () -> members.text("n"));
        refusal("n: an integer of 8..9 is due", () -> members.integer("n", 8, 9));
        refusal("t: an integer is due", () -> members.integer("t", 0, 9));
        refusal("o.x: an object is due", () -> members.object("o").object("x"));
        refusal("l[0].z: missing", () -> members.objects("l", 0, 9).get(0).text("z"));
        refusal("l: an array of 2..9 elements is due", () -> members.objects("l", 2, 9));
        refusal("s[0]: an object is due", () -> members.objects("s", 0, 9));
        refusal("l[0]: a text is due", () -> members.texts("l", 0, 9));
        refusal("t: reserved, must be absent", () -> members.absent("t"));
        refusal("t: \"other\" is due", () -> members.constant("t", "other"));
    }

    @Test
    void aClosedObjectRefusesMembersNobodyAskedFor() {
        members.text("t");
        refusal("n: unknown member", members::close);
    }

    @Test
    void aRefusedConversionNamesTheMember() {
        JsonMembers bad = of("{\"t\":\"Not An Id\"}");
        assertTrue(assertThrows(FormatException.class, () -> bad.value("t", TitleId::new))
                .getMessage()
                .startsWith("t: not a title id"));
    }

    private static void refusal(String message, Runnable read) {
        assertEquals(message, assertThrows(FormatException.class, read::run).getMessage());
    }

    private static JsonMembers of(String json) {
        return JsonMembers.of(StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), 1000), "");
    }
}
