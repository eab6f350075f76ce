package sealswarm.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sealswarm.format.problem.FormatException;

/**
 * The canonical bytes of a JSON tree by RFC 8785, within the integer-only profile of {@link StrictJson}: members sorted by UTF-16 code
 * units, no white space, the shortest escapes.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * The canonical UTF-8 bytes.
     *
     * @throws FormatException if the tree holds a float, an integer beyond 2^53-1 or a lone surrogate
     */
    public static byte[] bytes(JsonNode tree) {
        return text(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** As {@link #bytes}, as text. */
    public static String text(JsonNode tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object((ObjectNode) node, out);
            case ARRAY -> array(node, out);
            case STRING -> string(node.textValue(), out);
            case NUMBER -> integer(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            case BINARY, MISSING, POJO -> throw FormatException.malformed("no JSON value: " + node.getNodeType());
        }
    }

    private static void object(ObjectNode object, StringBuilder out) {
        String[] names = new String[object.size()];
        int count = 0;
        for (var member : object.properties()) {
            names[count++] = member.getKey();
        }
        Arrays.sort(names);
        out.append('{');
        String separator = "";
        for (String name : names) {
            out.append(separator);
            string(name, out);
            out.append(':');
            write(object.get(name), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void array(JsonNode array, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (JsonNode element : array) {
            out.append(separator);
            write(element, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void integer(JsonNode number, StringBuilder out) {
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw FormatException.malformed("only integers have a canonical form here, not " + number);
        }
        long value = number.longValue();
        if (value > StrictJson.MAX_INTEGER || value < -StrictJson.MAX_INTEGER) {
            throw FormatException.malformed("an integer beyond 2^53-1: " + value);
        }
        out.append(value);
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i = pairEnd(text, i);
            } else if (c < 0x20 || c == '"' || c == '\\') {
                out.append(text, plainFrom, i);
                escape(c, out);
                plainFrom = i + 1;
            }
        }
        out.append(text, plainFrom, text.length()).append('"');
    }

    /** Where the surrogate pair that begins at {@code high} ends. */
    private static int pairEnd(String text, int high) {
        if (Character.isHighSurrogate(text.charAt(high))
                && high + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(high + 1))) {
            return high + 1;
        }
        throw FormatException.malformed("a lone surrogate in text");
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }
}
