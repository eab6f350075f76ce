package sealswarm.overlay.bencode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sealswarm.overlay.bencode.BencodeException.Fault;
import sealswarm.trial.Cases;
import sealswarm.trial.Vectors;

class BencodeTest {
    private static final BencodeLimits SMALL = new BencodeLimits(1 << 20, 4, 10);

    static Stream<JsonNode> accepted() {
        return StreamSupport.stream(
                Vectors.read("bencode/bencode.json").get("accept").spliterator(), false);
    }

    static Stream<JsonNode> rejected() {
        return StreamSupport.stream(
                Vectors.read("bencode/bencode.json").get("reject").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsCanonicalInputAndEncodesItAgain(JsonNode text) throws BencodeException {
        byte[] bytes = ascii(text.asText());
        assertArrayEquals(bytes, Bencode.encode(Bencode.decode(bytes, BencodeLimits.METAINFO)));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void refusesEverythingElseWithItsFault(JsonNode vector) {
        byte[] bytes = ascii(vector.get("text").asText());
        BencodeException refusal =
                assertThrows(BencodeException.class, () -> Bencode.decode(bytes, BencodeLimits.METAINFO));
        assertEquals(Fault.valueOf(vector.get("fault").asText()), refusal.fault());
    }

    @Test
    void refusesEveryCutOfAValidDocument() {
        byte[] whole = ascii("d1:ali1e3:abcd1:xi-5eee1:b4:spame");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(BencodeException.class, () -> Bencode.decode(cut, BencodeLimits.METAINFO));
        }
    }

    @Test
    void acceptsTheDepthLimitAndRefusesOneMore() throws BencodeException {
        Bencode.decode(ascii("lllleeee"), SMALL);
        assertEquals(Fault.LIMIT, fault("llllleeeee", SMALL));
    }

    @Test
    void acceptsTheTokenLimitAndRefusesOneMore() throws BencodeException {
        Bencode.decode(ascii("l" + "i1e".repeat(9) + "e"), SMALL);
        assertEquals(Fault.LIMIT, fault("l" + "i1e".repeat(10) + "e", SMALL));
        assertEquals(Fault.LIMIT, fault("d1:ai1e1:bi1e1:ci1e1:di1e1:ei1ee", SMALL));
    }

    @Test
    void acceptsTheByteLimitAndRefusesOneMore() throws BencodeException {
        BencodeLimits six = new BencodeLimits(6, 4, 10);
        Bencode.decode(ascii("4:spam"), six);
        assertEquals(Fault.LIMIT, fault("5:spams", six));
    }

    @Test
    void holdsTheStandardLimitsOfTokens() throws BencodeException {
        Bencode.decode(ascii("l" + "0:".repeat(999) + "e"), BencodeLimits.MESSAGE);
        assertEquals(Fault.LIMIT, fault("l" + "0:".repeat(1_000) + "e", BencodeLimits.MESSAGE));
        assertEquals(Fault.LIMIT, fault("l" + "le".repeat(2_000_000) + "e", BencodeLimits.METAINFO));
    }

    @Test
    void aDeclaredGigabyteAllocatesNothing() {
        assertEquals(Fault.BAD_LENGTH, fault("l1073741824:abcdefgh", BencodeLimits.METAINFO));
    }

    @Test
    void remembersTheExactBytesOfADictionary() throws BencodeException {
        BencodeDictionary outer = Bencode.decodeDictionary(ascii("d4:infod1:ai1e1:b0:e1:zi0ee"), SMALL);
        assertArrayEquals(
                ascii("d1:ai1e1:b0:e"), outer.dictionary("info").orElseThrow().encoded());
    }

    @Test
    void keepsItsOwnCopyOfTheInput() throws BencodeException {
        byte[] bytes = ascii("4:spam");
        BencodeValue value = Bencode.decode(bytes, SMALL);
        bytes[2] = 'X';
        assertEquals(BencodeString.of("spam"), value);
    }

    @Test
    void ordersKeysByUnsignedBytes() throws BencodeException {
        byte[] high = {'d', '1', ':', 'z', 'i', '1', 'e', '1', ':', (byte) 0xff, 'i', '1', 'e', 'e'};
        assertEquals(2, Bencode.decodeDictionary(high, SMALL).keys().size());
        BencodeDictionary built = BencodeDictionary.builder()
                .put(BencodeString.of(new byte[] {(byte) 0xff}), new BencodeInteger(1))
                .put("z", 1)
                .build();
        assertArrayEquals(high, Bencode.encode(built));
    }

    @Test
    void givesTextOnlyOfWellFormedUtf8() {
        assertEquals(Optional.of("\u00e9"), BencodeString.of("\u00e9").utf8());
        assertEquals(
                Optional.empty(),
                BencodeString.of(new byte[] {(byte) 0xc0, (byte) 0xaf}).utf8());
        assertEquals(
                Optional.empty(),
                BencodeString.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})
                        .utf8());
        assertEquals("\\x00a\\x1b", BencodeString.of(new byte[] {0, 'a', 27}).toString());
    }

    @Test
    void typedReadersAreEmptyForAnotherKind() throws BencodeException {
        BencodeDictionary dictionary = Bencode.decodeDictionary(ascii("d1:ai7e1:b1:x1:cle1:ddee"), SMALL);
        assertEquals(7, dictionary.integer("a").orElseThrow());
        assertTrue(dictionary.integer("b").isEmpty());
        assertTrue(dictionary.string("a").isEmpty());
        assertTrue(dictionary.list("d").isEmpty());
        assertTrue(dictionary.dictionary("c").isEmpty());
        assertTrue(dictionary.get("nothing").isEmpty());
    }

    @Test
    void mutatedDocumentsAreDecodedOrRefusedButNeverAnythingElse() {
        byte[] seed = ascii("d8:announce3:url4:infod6:lengthi12345e4:name5:track6:pieces20:aaaaaaaaaaaaaaaaaaaaee");
        Cases.forAll(31, 20_000, random -> {
            byte[] mutated = seed.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                mutated[random.nextInt(mutated.length)] = random.nextBoolean()
                        ? (byte) "0123456789deil:-".charAt(random.nextInt(16))
                        : (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(mutated, 1 + random.nextInt(mutated.length));
            try {
                assertArrayEquals(cut, Bencode.encode(Bencode.decode(cut, BencodeLimits.MESSAGE)));
            } catch (BencodeException refused) {
                assertTrue(refused.offset() <= cut.length);
            }
        });
    }

    private static Fault fault(String text, BencodeLimits limits) {
        return assertThrows(BencodeException.class, () -> Bencode.decode(ascii(text), limits))
                .fault();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
