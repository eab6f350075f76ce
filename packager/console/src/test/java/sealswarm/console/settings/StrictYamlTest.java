package sealswarm.console.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sealswarm.console.exit.ExitCode;
import sealswarm.console.exit.Refusal;
import sealswarm.trial.Cases;

class StrictYamlTest {
    @Test
    void plainScalarsHoldNoSurprises() {
        YamlDocument document = parse(
                "a: no\nb: 010\nc: 12\nd: -3\ne: true\nf: ~\ng: 1.5\nh: 0x10\ni: \"5\"\nj: 2031-04-05\nk: 1_000\n");
        assertEquals(
                "{\"a\":\"no\",\"b\":\"010\",\"c\":12,\"d\":-3,\"e\":true,\"f\":null,\"g\":\"1.5\",\"h\":\"0x10\","
                        + "\"i\":\"5\",\"j\":\"2031-04-05\",\"k\":\"1_000\"}",
                document.root().toString());
    }

    @Test
    void linesAreKnownForKeysAndItems() {
        YamlDocument document = parse("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n");
        assertEquals(1, document.lineOf("/a"));
        assertEquals(5, document.lineOf("/b/1/d"));
        assertEquals(4, document.lineOf("/b/1/absent"));
    }

    @Test
    void emptyFilesAreEmptyMappings() {
        assertTrue(parse("").root().isEmpty());
        assertTrue(parse("# only a comment\n").root().isEmpty());
        assertTrue(parse("---\n").root().isEmpty());
    }

    @Test
    void aliasesAnchorsTagsMergeKeysAndDuplicatesAreRefusedWithTheirLine() {
        refuses("a: 1\nb: *a\n", "title.yaml:2: ");
        refuses("a: &x 1\n", "title.yaml:1: anchors are not allowed");
        refuses("a: !!str 1\n", "title.yaml:1: tags are not allowed");
        refuses("a: !custom {}\n", "title.yaml:1: tags are not allowed");
        refuses("a: 1\n\na: 2\n", "title.yaml:3: key 'a' stands twice");
        refuses("<<: {a: 1}\n", "title.yaml:1: anchors and merge keys are not allowed");
        refuses("a: &l [x]\nb: [*l, *l]\n", "title.yaml:1: anchors are not allowed");
        refuses("? [a]\n: 1\n", "title.yaml:1: a key must be plain text");
        refuses("a: 1\n---\nb: 2\n", "title.yaml:2: a second document");
        refuses("- a\n", "title.yaml:1: the file must hold keys and values");
        refuses("a: [1\n", "title.yaml:");
        refuses("a: \"\\ud800\"\n", "title.yaml");
    }

    @Test
    void notUtf8IsRefused() {
        Refusal refusal = assertThrows(
                Refusal.class, () -> StrictYaml.parse("title.yaml", new byte[] {'a', ':', ' ', (byte) 0xff}));
        assertTrue(refusal.message().contains("not UTF-8"), refusal.message());
    }

    @Test
    void depthAndSizeHoldAtTheirLimitsAndAreRefusedBeyond() {
        parse("a: " + "[".repeat(StrictYaml.MAX_DEPTH - 2) + "1" + "]".repeat(StrictYaml.MAX_DEPTH - 2));
        refuses("a: " + "[".repeat(StrictYaml.MAX_DEPTH) + "1" + "]".repeat(StrictYaml.MAX_DEPTH), "title.yaml");
        refuses("a: " + "[".repeat(10_000), "title.yaml");
        parse("a: " + "x".repeat(StrictYaml.MAX_BYTES - 3));
        refuses("a: " + "x".repeat(StrictYaml.MAX_BYTES - 2), "longer than");
        String items = "1,".repeat(StrictYaml.MAX_NODES - 3) + "1";
        parse("a: [" + items + "]");
        refuses("a: [" + items + ",1]", "more than");
    }

    @Test
    void anyBytesAreReadOrRefusedAndNothingElse() {
        Cases.forAll(7, 2_000, random -> {
            String alphabet = "ab: -[]{}&*!|>'\"\n#?%@`,~<\t0";
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < random.nextInt(40); i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                parse(text.toString());
            } catch (Refusal refusal) {
                assertEquals(ExitCode.USAGE, refusal.exit());
            }
        });
    }

    private static void refuses(String yaml, String part) {
        Refusal refusal = assertThrows(Refusal.class, () -> parse(yaml));
        assertTrue(refusal.message().contains(part), refusal.message());
        assertEquals(ExitCode.USAGE, refusal.exit());
    }

    private static YamlDocument parse(String yaml) {
        return StrictYaml.parse("title.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }
}
