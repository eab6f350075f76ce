package sealswarm.license.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;
import sealswarm.format.json.CanonicalJson;
import sealswarm.format.json.StrictJson;
import sealswarm.format.json.UtcTime;
import sealswarm.format.key.KeyId;
import sealswarm.format.key.Kid;
import sealswarm.format.key.StudioId;
import sealswarm.format.key.TitleId;
import sealswarm.format.key.TrackId;
import sealswarm.format.problem.FormatException;
import sealswarm.format.problem.FormatProblem;

/**
 * Reads and writes the messages of the license server's interface: the strict JSON profile of signed documents, records bound by
 * component name, ids and times as text. Requests are closed (an unknown member refuses), answers are open.
 */
public final class WireJson {
    /** Largest request body, in bytes. */
    public static final int MAX_REQUEST_BYTES = 64 * 1024;

    /** Largest body of a receipt upload, in bytes. */
    public static final int MAX_USAGE_BYTES = 1 << 20;

    /** Largest body of a title registration: a manifest of 4 MiB, its base64url and its keys. */
    public static final int MAX_REGISTRATION_BYTES = 8 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new RequiredComponents())
            .withCoercionConfig(LogicalType.Textual, coercion -> coercion.setCoercion(
                            CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(module())
            .build();

    private static final ObjectReader CLOSED = MAPPER.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectReader OPEN = MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private WireJson() {}

    /**
     * Reads a request body.
     *
     * @throws FormatException too-large or malformed, naming the member; unknown members are malformed
     */
    public static <T> T readRequest(byte[] json, Class<T> type, int maxBytes) {
        return bind(CLOSED, StrictJson.parse(json, maxBytes), type);
    }

    /**
     * Reads an answer; members of later versions are skipped.
     *
     * @throws FormatException too-large or malformed
     */
    public static <T> T readAnswer(byte[] json, Class<T> type, int maxBytes) {
        return bind(OPEN, StrictJson.parse(json, maxBytes), type);
    }

    /** A record from a tree that was read strictly, closed. */
    public static <T> T readTree(ObjectNode tree, Class<T> type) {
        return bind(CLOSED, tree, type);
    }

    /** A record from a tree that was read strictly, open: unknown members are skipped. */
    public static <T> T readOpenTree(ObjectNode tree, Class<T> type) {
        return bind(OPEN, tree, type);
    }

    /** The canonical bytes of a message. */
    public static byte[] write(Object message) {
        return CanonicalJson.bytes(tree(message));
    }

    /** A message as a tree. */
    public static JsonNode tree(Object message) {
        return MAPPER.valueToTree(message);
    }

    private static <T> T bind(ObjectReader reader, JsonNode tree, Class<T> type) {
        refuseNull(tree, "");
        try {
            return reader.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            StringBuilder path = new StringBuilder();
            for (JsonMappingException.Reference step : e.getPath()) {
                if (step.getFieldName() == null) {
                    path.append('[').append(step.getIndex()).append(']');
                } else {
                    path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
                }
            }
            throw new FormatException(
                    FormatProblem.MALFORMED, (path.isEmpty() ? "document" : path) + ": " + reason(e), e);
        } catch (JsonProcessingException e) {
            throw FormatException.malformed("document: " + e.getOriginalMessage());
        }
    }

    /** No message knows null: what is not there is left out. Depth is bounded by the strict reader. */
    private static void refuseNull(JsonNode node, String path) {
        if (node.isNull()) {
            throw FormatException.malformed((path.isEmpty() ? "document" : path) + ": null is no value here");
        }
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> refuseNull(
                            member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey()));
        } else {
            for (int i = 0; i < node.size(); i++) {
                refuseNull(node.path(i), path + "[" + i + "]");
            }
        }
    }

    private static String reason(JsonMappingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !(cause instanceof JsonProcessingException)) {
                return cause.getMessage();
            }
        }
        String message = String.valueOf(e.getOriginalMessage());
        return message.length() > 200 ? message.substring(0, 200) : message;
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule();
        text(module, Instant.class, UtcTime::parse, UtcTime::format);
        text(module, TitleId.class, TitleId::new, TitleId::text);
        text(module, TrackId.class, TrackId::new, TrackId::text);
        text(module, StudioId.class, StudioId::new, StudioId::text);
        text(module, Kid.class, Kid::new, Kid::hex);
        text(module, KeyId.class, KeyId::new, KeyId::hex);
        return module;
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Function<String, T> read, Function<T, String> write) {
        module.addDeserializer(type, new TextDeserializer<>(type, read));
        module.addSerializer(type, new TextSerializer<>(type, write));
    }

    private static final class TextDeserializer<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> read;

        TextDeserializer(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw JsonMappingException.from(parser, "a text is due");
            }
            try {
                return read.apply(parser.getText());
            } catch (FormatException | IllegalArgumentException e) {
                throw JsonMappingException.from(parser, e.getMessage());
            }
        }
    }

    private static final class TextSerializer<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<T, String> write;

        TextSerializer(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(write.apply(value));
        }
    }
}
