package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/** The OpenAPI document as the judge of answers: status, media type and body must be what it says. Thread-safe. */
public final class ApiDescription {
    private static final String BASE = "app://license/v1";
    private static final String SCHEMAS = "#/components/schemas/";

    /** One described route. */
    public record Operation(String method, String path, Set<String> callers, JsonNode tree) {
        boolean matches(String asked, String at) {
            String pattern = path.replace(".", "\\.").replaceAll("\\{[a-zA-Z]+}", "[^/]+");
            return method.equals(asked) && Pattern.matches(pattern, at);
        }

        boolean hasBody() {
            return tree.has("requestBody");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private final List<Operation> operations;
    private final SchemaRepository schemas;
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    public ApiDescription() {
        JsonNode document = read();
        this.operations = operations(document);
        JsonObject components = new JsonObject()
                .put("components", new JsonObject(document.path("components").toString()));
        this.schemas = SchemaRepository.create(new JsonSchemaOptions()
                        .setBaseUri(BASE)
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic))
                .dereference(BASE, JsonSchema.of(components));
    }

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(
                ApiDescription.class.getResourceAsStream("/openapi/license-v1.yaml"), "no description")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> found = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    Set<String> callers = new TreeSet<>();
                    operation.getValue().path("x-callers").forEach(caller -> callers.add(caller.asText()));
                    found.add(new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), callers, operation.getValue()));
                }));
        return List.copyOf(found);
    }

    public List<Operation> operations() {
        return operations;
    }

    /** Operations of which a success was checked. */
    public Set<String> answered() {
        return new TreeSet<>(answered);
    }

    /**
     * Checks an answer; those of undescribed routes pass.
     *
     * @throws AssertionError naming route, status and what is wrong
     */
    public void check(String method, String path, int status, String mediaType, byte[] body) {
        Optional<Operation> operation =
                operations.stream().filter(each -> each.matches(method, path)).findFirst();
        if (operation.isEmpty()) {
            return;
        }
        String where = operation.orElseThrow() + " -> " + status;
        JsonNode responses = operation.orElseThrow().tree().path("responses");
        if (status == 304) {
            assertEquals(0, body.length, where);
        } else if (status >= 400) {
            assertEquals("application/problem+json", essence(mediaType), where);
            validate(where, "Problem", body);
            assertEquals(status, new JsonObject(text(body)).getInteger("status"), where);
        } else {
            assertTrue(responses.has(Integer.toString(status)), where + " is not described");
            content(where, responses.path(Integer.toString(status)).path("content"), essence(mediaType), body);
            answered.add(operation.orElseThrow().toString());
        }
    }

    private void content(String where, JsonNode content, String mediaType, byte[] body) {
        if (content.isMissingNode()) {
            assertEquals(0, body.length, where + " has a body that is not described");
            return;
        }
        assertTrue(content.has(mediaType), where + ": media type " + mediaType + " is not described");
        JsonNode schema = content.path(mediaType).path("schema");
        String reference = schema.path("$ref").asText();
        if (reference.startsWith(SCHEMAS)) {
            validate(where, reference.substring(SCHEMAS.length()), body);
        } else {
            assertEquals("string", schema.path("type").asText(), where + ": a JSON body wants a named schema");
        }
    }

    private void validate(String where, String schema, byte[] body) {
        Validator validator = validators.computeIfAbsent(schema, name -> schemas.validator(BASE + SCHEMAS + name));
        OutputUnit found = validator.validate(Json.decodeValue(text(body)));
        if (!found.getValid()) {
            Assertions.fail(where + " is no " + schema + ": " + found.toJson() + "\n" + text(body));
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String essence(String mediaType) {
        return mediaType.split(";", 2)[0].trim();
    }
}
