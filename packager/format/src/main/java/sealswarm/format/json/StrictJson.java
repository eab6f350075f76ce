package sealswarm.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;

/**
 * Reads JSON of the strict profile (spec package-v1, section 2) into a tree: UTF-8 without a byte order mark, integers of at most
 * 2^53-1 in absolute value, no float, exponent or {@code -0}, no duplicate name, no lone surrogate, nothing after the value, depth at
 * most {@link #MAX_DEPTH}, text at most {@link #MAX_TEXT_BYTES} unless it is of the base64url alphabet.
 */
public final class StrictJson {
    /** Objects and arrays inside one another, the outermost counted. */
    public static final int MAX_DEPTH = 32;
    /** UTF-8 bytes of one name or text; base64url may be as long as the document. */
    public static final int MAX_TEXT_BYTES = 16 * 1024;
    /** The largest integer every JSON reader keeps exactly, 2^53-1. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private static final int MAX_INTEGER_CHARS = 17;

    private StrictJson() {}

    /**
     * Reads one value of at most {@code maxBytes} bytes.
     *
     * @throws FormatException {@link FormatProblem#TOO_LARGE} or {@link FormatProblem#MALFORMED} with line and column
     */
    public static JsonNode parse(byte[] utf8, int maxBytes) {
        if (utf8.length > maxBytes) {
            throw new FormatException(
                    FormatProblem.TOO_LARGE, "document of " + utf8.length + " bytes, at most " + maxBytes + " allowed");
        }
        String text = decode(utf8);
        try (JsonParser parser = factory(maxBytes).createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw FormatException.malformed("empty document");
            }
            JsonNode value = value(parser, first);
            if (parser.nextToken() != null) {
                throw FormatException.malformed("something follows the document at " + where(parser));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new FormatException(
                    FormatProblem.MALFORMED, "not JSON of the strict profile: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #parse} for a document, which is always an object. */
    public static ObjectNode parseObject(byte[] utf8, int maxBytes) {
        JsonNode value = parse(utf8, maxBytes);
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw FormatException.malformed("an object is due, not " + value.getNodeType());
    }

    private static JsonFactory factory(int maxBytes) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_INTEGER_CHARS)
                        .maxStringLength(Math.max(1, maxBytes))
                        .maxNameLength(MAX_TEXT_BYTES)
                        .build())
                .build();
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(FormatProblem.MALFORMED, "not UTF-8", e);
        }
    }

    /** Depth is bounded by the parser before this recursion sees it. */
    private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> JsonNodeFactory.instance.textNode(text(parser, parser.getText()));
            case VALUE_NUMBER_INT -> JsonNodeFactory.instance.numberNode(integer(parser));
            case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
            case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            case VALUE_NUMBER_FLOAT ->
                throw FormatException.malformed("a number that is no integer at " + where(parser));
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw FormatException.malformed("unexpected " + token + " at " + where(parser));
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = text(parser, parser.currentName());
            object.set(name, value(parser, next(parser)));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            array.add(value(parser, token));
        }
        return array;
    }

    private static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw FormatException.malformed("document ends early");
        }
        return token;
    }

    private static long integer(JsonParser parser) throws IOException {
        String digits = parser.getText();
        if (digits.equals("-0")) {
            throw FormatException.malformed("minus zero at " + where(parser));
        }
        long number = digits.length() > MAX_INTEGER_CHARS ? Long.MAX_VALUE : Long.parseLong(digits);
        if (number > MAX_INTEGER || number < -MAX_INTEGER) {
            throw FormatException.malformed("an integer beyond 2^53-1 at " + where(parser));
        }
        return number;
    }

    private static String text(JsonParser parser, String text) {
        int utf8 = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                utf8 += 4;
            } else if (Character.isSurrogate(c)) {
                throw FormatException.malformed("a lone surrogate at " + where(parser));
            } else {
                utf8 += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        if (utf8 > MAX_TEXT_BYTES && !Base64Url.isAlphabet(text)) {
            throw FormatException.malformed(
                    "text of " + utf8 + " bytes at " + where(parser) + ", at most " + MAX_TEXT_BYTES + " allowed");
        }
        return text;
    }

    private static String where(JsonParser parser) {
        return "line " + parser.currentLocation().getLineNr() + ", column "
                + parser.currentLocation().getColumnNr();
    }
}
