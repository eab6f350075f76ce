package sealswarm.license.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.Window;

/** The records and openapi/license-v1.yaml say the same. */
class OpenApiTest {
    /** Schemas whose record has another name, because the name is taken or too wide. */
    private static final Map<String, Class<?>> RENAMED = Map.of(
            "DeviceRights", Rights.Devices.class,
            "StreamRights", Rights.Streams.class,
            "ChargeRight", Rights.Charge.class,
            "PeriodView", Accounts.Period.class);

    private final Map<String, Object> api = load();

    @Test
    void everyObjectSchemaHasARecordWithTheSameMembers() {
        Map<String, Set<String>> schemas = new TreeMap<>();
        Map<String, Set<String>> records = new TreeMap<>();
        Map<String, Class<?>> types = types();
        map(map(api, "components"), "schemas").forEach((name, schema) -> {
            Map<String, Object> properties = map(asMap(schema), "properties");
            if (!properties.isEmpty()
                    && !Set.of("Money", "Problem", "Signature", "Envelope", "Rental")
                            .contains(name)) {
                Class<?> type = RENAMED.getOrDefault(name, types.get(name));
                assertTrue(type != null, "no record for schema " + name);
                schemas.put(name, members(properties.keySet(), required(asMap(schema))));
                records.put(name, members(Objects.requireNonNull(type)));
            }
        });
        assertTrue(schemas.size() > 40, schemas.keySet().toString());
        assertEquals(schemas, records);
    }

    @Test
    void everyRecordIsASchema() {
        Set<String> schemas = map(map(api, "components"), "schemas").keySet();
        for (Map.Entry<String, Class<?>> type : types().entrySet()) {
            boolean known = schemas.contains(type.getKey()) || RENAMED.containsValue(type.getValue());
            assertTrue(known, "no schema for record " + type.getKey());
        }
    }

    @Test
    void requestsAreClosedAndEveryRouteNamesItsCallers() {
        Map<String, Object> schemas = map(map(api, "components"), "schemas");
        List<String> routes = new ArrayList<>();
        map(api, "paths").forEach((path, item) -> asMap(item).forEach((method, operation) -> {
            Map<String, Object> described = asMap(operation);
            routes.add(method + " " + path);
            assertTrue(described.get("x-callers") instanceof List<?> callers && !callers.isEmpty(), path);
            assertTrue(described.containsKey("operationId"), path);
            String body = String.valueOf(described.get("requestBody"));
            if (body.contains("#/components/schemas/")) {
                String name = body.replaceAll("(?s).*#/components/schemas/([A-Za-z]+).*", "$1");
                Object closed = asMap(schemas.get(name)).get("additionalProperties");
                assertTrue(name.equals("Contract") || Boolean.FALSE.equals(closed), "request not closed: " + name);
            }
        }));
        assertEquals(41, routes.size(), routes.toString());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> schemas = map(map(api, "components"), "schemas").keySet();
        java.util.regex.Matcher references = java.util.regex.Pattern.compile("#/components/schemas/([A-Za-z0-9]+)")
                .matcher(api.toString());
        int seen = 0;
        while (references.find()) {
            assertTrue(schemas.contains(references.group(1)), references.group(1));
            seen++;
        }
        assertTrue(seen > 200, "references " + seen);
    }

    private static Map<String, Class<?>> types() {
        return Stream.of(
                        Devices.class,
                        Grants.class,
                        Licenses.class,
                        Titles.class,
                        Charges.class,
                        Accounts.class,
                        Operations.class,
                        Offer.class,
                        Rights.class)
                .flatMap(holder -> Stream.concat(Stream.of(holder), Arrays.stream(holder.getDeclaredClasses())))
                .filter(Class::isRecord)
                .filter(type ->
                        type != Rights.Question.class && !RENAMED.containsValue(type) && type != Accounts.Period.class)
                .collect(Collectors.toMap(
                        Class::getSimpleName,
                        type -> type,
                        (first, second) -> first,
                        () -> new TreeMap<>(Map.of("Window", Window.class))));
    }

    private static Set<String> members(Class<?> record) {
        Set<String> members = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            members.add(component.getName() + (optional ? "?" : ""));
        }
        return members;
    }

    private static Set<String> members(Set<String> names, List<?> required) {
        return names.stream()
                .map(name -> required.contains(name) ? name : name + "?")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<?> required(Map<String, Object> schema) {
        return schema.get("required") instanceof List<?> list ? list : List.of();
    }

    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return asMap(parent.get(name));
    }

    @SuppressWarnings("unchecked") // keys of a YAML mapping of ours are text
    private static Map<String, Object> asMap(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Map<String, Object> load() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi/license-v1.yaml")) {
            return asMap(new Yaml().load(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
