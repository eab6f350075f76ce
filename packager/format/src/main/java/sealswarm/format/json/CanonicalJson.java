package sealswarm.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
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
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        out.append('{');
        String separator = "";
        for (var member : sorted.entrySet()) {
            out.append(separator);
            string(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else if (Character.isSurrogate(c)) {
                        throw FormatException.malformed("a lone surrogate in text");
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
