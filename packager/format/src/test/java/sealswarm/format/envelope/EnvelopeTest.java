package sealswarm.format.envelope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sealswarm.format.json.Base64Url;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.key.SigningKey;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;

class EnvelopeTest {
    private static final DocumentType TYPE = DocumentType.of("sealswarm/1/sample", 1000);

    private final SigningKey key = SigningKey.random(new SecureRandom());
    private final SigningKey other = SigningKey.random(new SecureRandom());
    private final KeyTrust trust = KeyTrust.of(TYPE.typ(), key.verifyKey());

    @Test
    void aSignedDocumentComesBackAsItsCanonicalBytes() {
        Payload payload = parse(Envelope.sign(TYPE, document(), key)).verify(TYPE, trust);
        assertArrayEquals(CanonicalJson.bytes(document()), payload.bytes());
        assertEquals(7, payload.members().integer("n", 0, 9));
        assertEquals(key.kid(), payload.signer());
    }

    @Test
    void theVerifierTakesTheBytesAsTheyAreSigned() {
        byte[] spaced = "{ \"typ\" : \"sealswarm/1/sample\" , \"n\":7 }".getBytes(StandardCharsets.UTF_8);
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("payload", Base64Url.encode(spaced));
        tree.putArray("sigs")
                .addObject()
                .put("kid", key.kid().hex())
                .put("alg", "EdDSA")
                .put("value", key.sign(spaced).text());
        assertArrayEquals(spaced, Envelope.read(tree, TYPE).verify(TYPE, trust).bytes());
    }

    @Test
    void oneTrustedSignatureAmongUnknownOnesSuffices() {
        Payload payload = parse(Envelope.sign(TYPE, document(), other, key)).verify(TYPE, trust);
        assertEquals(key.kid(), payload.signer());
    }

    @Test
    void refusesAKeyThatIsNotTrusted() {
        refused(FormatProblem.BAD_SIGNATURE, Envelope.sign(TYPE, document(), other), trust);
    }

    @Test
    void refusesAKeyThatIsTrustedForAnotherTyp() {
        refused(
                FormatProblem.BAD_SIGNATURE,
                Envelope.sign(TYPE, document(), key),
                KeyTrust.of("sealswarm/1/other", List.of(key.verifyKey())));
    }

    @Test
    void refusesADocumentOfAnotherTypThoughItsSignatureHolds() {
        DocumentType otherType = DocumentType.of("sealswarm/1/other", 1000);
        Envelope envelope = Envelope.sign(otherType, document().put("typ", "sealswarm/1/other"), key);
        refused(FormatProblem.MALFORMED, envelope, (typ, kid) -> Optional.of(key.verifyKey()));
    }

    @Test
    void refusesAKeyThatIsNotTheOneOfItsKid() {
        refused(
                FormatProblem.BAD_SIGNATURE,
                Envelope.sign(TYPE, document(), other),
                (typ, kid) -> Optional.of(key.verifyKey()));
    }

    @Test
    void refusesEveryFlippedBitOfPayloadAndSignature() {
        ObjectNode good = Envelope.sign(TYPE, document(), key).tree();
        byte[] payload = Base64Url.decode(good.get("payload").textValue());
        for (int bit = 0; bit < payload.length * 8; bit++) {
            byte[] flipped = payload.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            ObjectNode bad = good.deepCopy().put("payload", Base64Url.encode(flipped));
            assertThrows(FormatException.class, () -> Envelope.read(bad, TYPE).verify(TYPE, trust), "bit " + bit);
        }
        byte[] signature = Base64Url.decode(good.at("/sigs/0/value").textValue());
        signature[5] ^= 1;
        ObjectNode bad = good.deepCopy();
        ((ObjectNode) bad.at("/sigs/0")).put("value", Base64Url.encode(signature));
        refused(FormatProblem.BAD_SIGNATURE, Envelope.read(bad, TYPE), trust);
    }

    @Test
    void refusesAChangedAlgorithmAndAValueThatIsNoSignature() {
        ObjectNode changed = Envelope.sign(TYPE, document(), key).tree();
        ((ObjectNode) changed.at("/sigs/0")).put("alg", "none");
        refused(FormatProblem.BAD_SIGNATURE, Envelope.read(changed, TYPE), trust);
        ObjectNode cut = Envelope.sign(TYPE, document(), key).tree();
        ((ObjectNode) cut.at("/sigs/0")).put("value", "AAAA");
        refused(FormatProblem.BAD_SIGNATURE, Envelope.read(cut, TYPE), trust);
    }

    @Test
    void refusesUnknownCriticalNamesAndTakesUnderstoodOnes() {
        ObjectNode document = document();
        document.putArray("crit").add("later");
        Envelope envelope = Envelope.sign(TYPE, document, key);
        refused(FormatProblem.CRIT_UNKNOWN, envelope, trust);
        DocumentType aware = new DocumentType(TYPE.typ(), TYPE.maxPayloadBytes(), Set.of("later"));
        assertEquals(key.kid(), envelope.verify(aware, trust).signer());
    }

    @Test
    void takesFourSignaturesAndRefusesNoneFiveOrOneTwice() {
        SigningKey third = SigningKey.random(new SecureRandom());
        SigningKey fourth = SigningKey.random(new SecureRandom());
        ObjectNode four =
                Envelope.sign(TYPE, document(), other, third, fourth, key).tree();
        Envelope.read(four, TYPE).verify(TYPE, trust);

        ObjectNode five = four.deepCopy();
        five.withArray("sigs")
                .addObject()
                .put("kid", "0".repeat(32))
                .put("alg", "EdDSA")
                .put("value", "x");
        assertThrows(FormatException.class, () -> Envelope.read(five, TYPE));
        ObjectNode none = four.deepCopy();
        none.putArray("sigs");
        assertThrows(FormatException.class, () -> Envelope.read(none, TYPE));
        assertThrows(
                FormatException.class,
                () -> Envelope.parse(Envelope.sign(TYPE, document(), key, key).bytes(), TYPE));
    }

    @Test
    void takesAPayloadAtTheLimitAndRefusesOneByteMore() {
        ObjectNode document = document();
        int rest = TYPE.maxPayloadBytes() - CanonicalJson.bytes(document.put("pad", "")).length;
        parse(Envelope.sign(TYPE, document.put("pad", "x".repeat(rest)), key)).verify(TYPE, trust);
        ObjectNode longer = document().put("pad", "x".repeat(rest + 1));
        assertThrows(FormatException.class, () -> Envelope.sign(TYPE, longer, key));
        byte[] signedElsewhere =
                Envelope.sign(DocumentType.of(TYPE.typ(), 2000), longer, key).bytes();
        assertEquals(
                FormatProblem.TOO_LARGE,
                assertThrows(FormatException.class, () -> Envelope.parse(signedElsewhere, TYPE))
                        .problem());
    }

    private static void refused(FormatProblem problem, Envelope envelope, KeyTrust trust) {
        FormatException refusal = assertThrows(FormatException.class, () -> envelope.verify(TYPE, trust));
        assertEquals(problem, refusal.problem());
    }

    private static Envelope parse(Envelope envelope) {
        return Envelope.parse(envelope.bytes(), TYPE);
    }

    private static ObjectNode document() {
        return JsonNodeFactory.instance.objectNode().put("typ", TYPE.typ()).put("n", 7);
    }
}
