package sealswarm.format.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sealswarm.format.problem.FormatException;

/**
 * Typed access to the members of one object, each refusal naming the member's path. {@link #close} ends the reading of a closed object:
 * members nobody asked for refuse it. For one thread.
 */
public final class JsonMembers {
    private final ObjectNode object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private JsonMembers(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** The members of {@code object}; {@code path} begins the refusals' text and is empty for a document. */
    public static JsonMembers of(ObjectNode object, String path) {
        return new JsonMembers(object, path);
    }

    /** Whether the member is present. */
    public boolean has(String name) {
        return object.has(name);
    }

    public String text(String name) {
        JsonNode node = required(name);
        if (!node.isTextual()) {
            throw wrong(name, "a text");
        }
        return node.textValue();
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** The text turned into a value; whatever the conversion refuses is refused with the member's path. */
    public <T> T value(String name, Function<String, T> conversion) {
        String text = text(name);
        try {
            return conversion.apply(text);
        } catch (FormatException | IllegalArgumentException e) {
            throw FormatException.malformed(at(name) + ": " + e.getMessage());
        }
    }

    public long integer(String name, long min, long max) {
        JsonNode node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(name, "an integer");
        }
        long value = node.longValue();
        if (value < min || value > max) {
            throw wrong(name, "an integer of " + min + ".." + max);
        }
        return value;
    }

    /** The member must be exactly this text. */
    public void constant(String name, String expected) {
        if (!text(name).equals(expected)) {
            throw wrong(name, '"' + expected + '"');
        }
    }

    public JsonMembers object(String name) {
        return of(tree(name), at(name));
    }

    /** The member as a tree, for parts that are kept and not read. */
    public ObjectNode tree(String name) {
        if (required(name) instanceof ObjectNode child) {
            return child;
        }
        throw wrong(name, "an object");
    }

    /** The objects of an array of {@code min..max} elements. */
    public List<JsonMembers> objects(String name, int min, int max) {
        List<JsonMembers> elements = new ArrayList<>();
        for (JsonNode node : array(name, min, max)) {
            String elementPath = at(name) + "[" + elements.size() + "]";
            if (!(node instanceof ObjectNode child)) {
                throw FormatException.malformed(elementPath + ": an object is due");
            }
            elements.add(of(child, elementPath));
        }
        return List.copyOf(elements);
    }

    /** The texts of an array of {@code min..max} elements. */
    public List<String> texts(String name, int min, int max) {
        List<String> elements = new ArrayList<>();
        for (JsonNode node : array(name, min, max)) {
            if (!node.isTextual()) {
                throw FormatException.malformed(at(name) + "[" + elements.size() + "]: a text is due");
            }
            elements.add(node.textValue());
        }
        return List.copyOf(elements);
    }

    /** Refuses the object if it has a member that was not read: for objects that are closed. */
    public void close() {
        for (var member : object.properties()) {
            if (!read.contains(member.getKey())) {
                throw FormatException.malformed(at(member.getKey()) + ": unknown member");
            }
        }
    }

    /** Refuses a member that is reserved and must be absent. */
    public void absent(String name) {
        if (has(name)) {
            throw FormatException.malformed(at(name) + ": reserved, must be absent");
        }
    }

    /** The path of a member, as refusals name it. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private JsonNode array(String name, int min, int max) {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw wrong(name, "an array");
        }
        if (node.size() < min || node.size() > max) {
            throw wrong(name, "an array of " + min + ".." + max + " elements");
        }
        return node;
    }

    private JsonNode required(String name) {
        read.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            throw FormatException.malformed(at(name) + ": missing");
        }
        return node;
    }

    private FormatException wrong(String name, String expected) {
        return FormatException.malformed(at(name) + ": " + expected + " is due");
    }
}
