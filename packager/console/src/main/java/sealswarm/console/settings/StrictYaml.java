package sealswarm.console.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import sealswarm.console.exit.Refusal;

/**
 * Reads the strict subset of YAML 1.2 that settings and job files use: one document whose root is a mapping, no anchors,
 * aliases, tags, merge keys or duplicate keys. Plain scalars follow YAML 1.2's core schema without its surprises: only {@code
 * true}, {@code false}, {@code null}, {@code ~} and decimal integers without leading zeros are not text, so {@code no} and
 * {@code 010} stay text.
 */
public final class StrictYaml {
    /** Largest file, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** Deepest nesting of mappings and lists. */
    public static final int MAX_DEPTH = 32;

    /** Most scalars, mappings and lists in one file. */
    public static final int MAX_NODES = 100_000;

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private final String source;
    private final Iterator<Event> events;
    private final Map<String, Integer> lines = new HashMap<>();
    private int nodes;

    private StrictYaml(String source, Iterator<Event> events) {
        this.source = source;
        this.events = events;
    }

    /**
     * Reads a file.
     *
     * @throws Refusal exit 3 if the file is missing, exit 2 if it is not strict YAML, with file and line
     */
    public static YamlDocument read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return parse(file.toString(), bytes);
        } catch (java.nio.file.NoSuchFileException e) {
            throw Refusal.notFound("file-not-found", file + ": no such file", "check the path")
                    .causedBy(e);
        } catch (IOException e) {
            throw Refusal.usage("file-unreadable", file + ": cannot be read", "check the path and its mode")
                    .causedBy(e);
        }
    }

    /**
     * Reads bytes; {@code source} names them in messages.
     *
     * @throws Refusal exit 2 with source and line
     */
    public static YamlDocument parse(String source, byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw invalid(source, "longer than " + MAX_BYTES + " bytes", "make it smaller");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(source, "not UTF-8 text", "save the file as UTF-8").causedBy(e);
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH + 1);
        options.setProcessComments(false);
        try {
            Iterator<Event> events =
                    new Yaml(options).parse(new StringReader(text)).iterator();
            return new StrictYaml(source, events).document();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw invalid(source + ":" + line, String.valueOf(e.getProblem()), "correct the YAML")
                    .causedBy(e);
        } catch (YAMLException e) {
            throw invalid(source, "not YAML: " + e.getMessage(), "correct the YAML")
                    .causedBy(e);
        }
    }

    private YamlDocument document() {
        events.next();
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent)) {
            return new YamlDocument(source, JsonNodeFactory.instance.objectNode(), lines);
        }
        Event first = events.next();
        if (first instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty()) {
            return new YamlDocument(source, JsonNodeFactory.instance.objectNode(), lines);
        }
        JsonNode root = node(first, "", 1);
        if (!(root instanceof ObjectNode mapping)) {
            throw at(first, "the file must hold keys and values", "write 'key: value' lines");
        }
        events.next();
        Event end = events.next();
        if (end instanceof DocumentStartEvent) {
            throw at(end, "a second document", "keep one document per file");
        }
        return new YamlDocument(source, mapping, lines);
    }

    private JsonNode node(Event event, String path, int depth) {
        lines.put(path, event.getStartMark().getLine() + 1);
        nodes++;
        if (nodes > MAX_NODES) {
            throw at(event, "more than " + MAX_NODES + " values", "make it smaller");
        }
        if (depth > MAX_DEPTH) {
            throw at(event, "nested deeper than " + MAX_DEPTH, "make it flatter");
        }
        if (event instanceof AliasEvent) {
            throw at(event, "aliases are not allowed", "write the value out");
        }
        if (event instanceof NodeEvent marked && marked.getAnchor() != null) {
            throw at(event, "anchors are not allowed", "remove '&" + marked.getAnchor() + "'");
        }
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case MappingStart -> mapping(event, path, depth);
            case SequenceStart -> list(event, path, depth);
            default -> throw at(event, "unexpected YAML", "correct the YAML");
        };
    }

    private ObjectNode mapping(Event start, String path, int depth) {
        requireNoTag(start, ((org.yaml.snakeyaml.events.MappingStartEvent) start).getTag());
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            if (!(event instanceof ScalarEvent name)) {
                throw at(event, "a key must be plain text", "use a simple key");
            }
            requireNoTag(event, name.getTag());
            if (name.getAnchor() != null || name.getValue().equals("<<")) {
                throw at(event, "anchors and merge keys are not allowed", "write the keys out");
            }
            String key = name.getValue();
            if (mapping.has(key)) {
                throw at(event, "key '" + key + "' stands twice", "keep one of them");
            }
            String childPath = YamlDocument.child(path, key);
            JsonNode value = node(events.next(), childPath, depth + 1);
            lines.put(childPath, event.getStartMark().getLine() + 1);
            mapping.set(key, value);
        }
        return mapping;
    }

    private ArrayNode list(Event start, String path, int depth) {
        requireNoTag(start, ((org.yaml.snakeyaml.events.SequenceStartEvent) start).getTag());
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            list.add(node(event, YamlDocument.child(path, Integer.toString(list.size())), depth + 1));
        }
        return list;
    }

    private JsonNode scalar(ScalarEvent event) {
        requireNoTag(event, event.getTag());
        String value = event.getValue();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw at(event, "half a surrogate pair", "write the whole character");
        }
        if (!event.isPlain()) {
            return JsonNodeFactory.instance.textNode(value);
        }
        return switch (value) {
            case "", "~", "null" -> JsonNodeFactory.instance.nullNode();
            case "true" -> JsonNodeFactory.instance.booleanNode(true);
            case "false" -> JsonNodeFactory.instance.booleanNode(false);
            default ->
                INTEGER.matcher(value).matches()
                        ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
                        : JsonNodeFactory.instance.textNode(value);
        };
    }

    private void requireNoTag(Event event, @Nullable String tag) {
        if (tag != null) {
            throw at(event, "tags are not allowed", "remove '" + tag + "'");
        }
    }

    private Refusal at(Event event, String what, String fix) {
        return invalid(source + ":" + (event.getStartMark().getLine() + 1), what, fix);
    }

    static Refusal invalid(String place, String what, String fix) {
        return Refusal.usage("invalid-settings", place + ": " + what, fix);
    }
}
