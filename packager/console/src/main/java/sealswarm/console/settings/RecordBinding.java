package sealswarm.console.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds a tree of values to a record: names, defaults and required keys here, types by Jackson. */
final class RecordBinding {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new IsoDuration())
                    .addDeserializer(SecretText.class, new Secret()))
            .build();

    private RecordBinding() {}

    /** The key of a record component: {@code httpPort} is {@code http-port}. */
    static String key(RecordComponent component) {
        StringBuilder key = new StringBuilder();
        for (char c : component.getName().toCharArray()) {
            if (Character.isUpperCase(c)) {
                key.append('-');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }

    static Map<String, RecordComponent> components(Class<?> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(key(component), component);
        }
        return components;
    }

    static Optional<String> fallback(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        return setting == null || setting.fallback().equals(Setting.NONE)
                ? Optional.empty()
                : Optional.of(setting.fallback());
    }

    static boolean isList(RecordComponent component) {
        return List.class.isAssignableFrom(component.getType());
    }

    /** The text as a node that the component's type accepts: a list is split at its commas. */
    static JsonNode node(RecordComponent component, String text) {
        if (!isList(component)) {
            return JsonNodeFactory.instance.textNode(text);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (!text.isBlank()) {
            for (String item : text.split(",", -1)) {
                list.add(item.strip());
            }
        }
        return list;
    }

    /** @param place names where the value at a path stands: file and line, or variable */
    static <T extends Record> T bind(Class<T> type, ObjectNode tree, Function<String, String> place) {
        ObjectNode complete = complete(type, tree, "", place);
        try {
            return MAPPER.treeToValue(complete, type);
        } catch (JsonMappingException e) {
            String path = path(e);
            String what = what(e);
            if (path.isEmpty()) {
                throw StrictYaml.invalid(place.apply(named(type, what)), what, "correct the value")
                        .causedBy(e);
            }
            throw StrictYaml.invalid(place.apply(path), "'" + name(path) + "': " + what, "correct the value")
                    .causedBy(e);
        } catch (JsonProcessingException e) {
            throw StrictYaml.invalid(place.apply(""), String.valueOf(e.getOriginalMessage()), "correct the value")
                    .causedBy(e);
        }
    }

    private static ObjectNode complete(Class<?> type, ObjectNode tree, String path, Function<String, String> place) {
        Map<String, RecordComponent> known = components(type);
        ObjectNode complete = JsonNodeFactory.instance.objectNode();
        tree.fieldNames().forEachRemaining(name -> {
            if (!known.containsKey(name)) {
                throw StrictYaml.invalid(
                        place.apply(YamlDocument.child(path, name)),
                        "unknown key '" + name + "'" + DidYouMean.phrase(name, known.keySet()),
                        "known keys: " + String.join(", ", known.keySet()));
            }
        });
        known.forEach((key, component) -> {
            String childPath = YamlDocument.child(path, key);
            JsonNode value = tree.get(key);
            if (value == null || value.isNull()) {
                Optional<String> fallback = fallback(component);
                if (fallback.isPresent()) {
                    complete.set(key, node(component, fallback.get()));
                } else if (isList(component)) {
                    complete.putArray(key);
                } else if (!isOptional(component)) {
                    String due = component.getType() == SecretText.class ? key + "-file: PATH" : key + ": ...";
                    throw StrictYaml.invalid(place.apply(path), "key '" + key + "' is missing", "add '" + due + "'");
                }
            } else {
                complete.set(key, nested(component.getGenericType(), value, childPath, place));
            }
        });
        return complete;
    }

    private static JsonNode nested(Type type, JsonNode value, String path, Function<String, String> place) {
        if (type instanceof Class<?> raw && raw.isRecord() && value instanceof ObjectNode mapping) {
            return complete(raw, mapping, path, place);
        }
        if (type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && value instanceof ArrayNode values) {
            ArrayNode complete = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < values.size(); i++) {
                complete.add(nested(
                        list.getActualTypeArguments()[0],
                        values.get(i),
                        YamlDocument.child(path, Integer.toString(i)),
                        place));
            }
            return complete;
        }
        return value;
    }

    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String path(JsonMappingException e) {
        String path = "";
        for (JsonMappingException.Reference reference : e.getPath()) {
            String name = reference.getFieldName();
            path = YamlDocument.child(path, name == null ? Integer.toString(reference.getIndex()) : name);
        }
        return path;
    }

    /** The path of the key that a record's own complaint begins with, or that of the whole. */
    private static String named(Class<?> type, String complaint) {
        return components(type).keySet().stream()
                .filter(key -> complaint.startsWith(key + " "))
                .findFirst()
                .map(key -> YamlDocument.child("", key))
                .orElse("");
    }

    private static String name(String path) {
        return path.substring(1).replace('/', '.');
    }

    private static String what(JsonMappingException e) {
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return String.valueOf(e.getCause().getMessage());
        }
        if (e instanceof InvalidFormatException format) {
            return "'" + format.getValue() + "' is not " + expected(format.getTargetType());
        }
        return String.valueOf(e.getOriginalMessage());
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            StringJoiner names = new StringJoiner(", ", "one of ", "");
            for (Object constant : type.getEnumConstants()) {
                names.add(constant.toString().toLowerCase(Locale.ROOT));
            }
            return names.toString();
        }
        return type == Duration.class ? "a duration such as PT30S" : "a value of type " + type.getSimpleName();
    }

    private static final class IsoDuration extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        IsoDuration() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString();
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw InvalidFormatException.from(parser, "not ISO 8601", text, Duration.class);
            }
        }
    }

    private static final class Secret extends StdScalarDeserializer<SecretText> {
        private static final long serialVersionUID = 1L;

        Secret() {
            super(SecretText.class);
        }

        @Override
        public SecretText deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return SecretText.of(parser.getValueAsString());
        }
    }
}
