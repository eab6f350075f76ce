package sealswarm.license.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sealswarm.license.server.ApiDescription.Operation;

/** The served routes and the OpenAPI document agree both ways; every route refuses wrong callers and malformed bodies. */
class OpenApiIT {
    /** Beside the API: served, but no part of its description. */
    private static final Set<String> UNDESCRIBED =
            Set.of("GET /openapi.yaml", "GET /health/live", "GET /health/ready", "GET /metrics");

    private static final Map<String, String> TOKENS = Map.of(
            "buyer", "buyer:zoe",
            "studio", "studio:zoe",
            "accountant", "accountant:zoe",
            "operator", "operator:zoe",
            "storefront", "service:storefront");

    private static final List<String> MALFORMED = List.of(
            "",
            "[]",
            "null",
            "{",
            "{}{}",
            "{\"a\":1,\"a\":1}",
            "{\"$gt\":\"\"}",
            "{\"role\":\"operator\"}",
            "{\"a\":1e400}",
            "{\"a\":-0}",
            "{\"a\":NaN}",
            "{\"a\":\"\\ud800\"}",
            "\ufeff{}",
            "[".repeat(5_000),
            "{\"payload\":\"AA\",\"sigs\":[]}",
            "{\"payload\":\"e30\",\"sigs\":[{\"kid\":\"00000000000000000000000000000000\",\"alg\":\"EdDSA\",\"value\":\"AA\"}]}");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static SampleShop shop;
    private static List<Operation> operations;

    @BeforeAll
    static void open() throws Exception {
        shop = new SampleShop();
        operations = SampleShop.DESCRIPTION.operations();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void theDescriptionThatIsServedIsTheOneTestsReadAnswersBy() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop.issuer() + "/openapi.yaml"))
                .build();
        try (InputStream expected = ApiDescription.class.getResourceAsStream("/openapi/license-v1.yaml")) {
            assertArrayEquals(
                    Objects.requireNonNull(expected).readAllBytes(),
                    HTTP.send(request, BodyHandlers.ofByteArray()).body());
        }
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsServed() {
        Set<String> served = new TreeSet<>(shop.server().routeTable());
        served.removeAll(UNDESCRIBED);
        Set<String> described = new TreeSet<>();
        operations.forEach(operation -> described.add(operation.toString()));
        assertEquals(String.join("\n", described), String.join("\n", served));
    }

    @TestFactory
    List<DynamicTest> callersAreAsDescribed() {
        return operations.stream()
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    boolean open = operation.callers().contains("anybody");
                    if (!open) {
                        assertEquals(401, send(operation, "", "").statusCode());
                        assertEquals(401, send(operation, "junk", "").statusCode());
                        assertEquals(
                                403, send(operation, "service:player", "{}").statusCode());
                    }
                    for (Map.Entry<String, String> token : TOKENS.entrySet()) {
                        HttpResponse<String> answer = send(operation, token.getValue(), "{}");
                        boolean refused = answer.body().contains("problem:role-missing");
                        boolean may = open || operation.callers().contains(token.getKey());
                        assertEquals(!may, refused, token.getKey() + ": " + answer.body());
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> malformedBodiesAreRefusedAndNeverBreakAnything() {
        return operations.stream()
                .filter(Operation::hasBody)
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    String token =
                            TOKENS.getOrDefault(operation.callers().iterator().next(), "buyer:zoe");
                    for (String body : MALFORMED) {
                        HttpResponse<String> answer = send(operation, token, body);
                        boolean refused = answer.statusCode() >= 400 && answer.statusCode() < 500;
                        assertTrue(
                                refused,
                                body.substring(0, Math.min(60, body.length())) + " -> " + answer.statusCode() + " "
                                        + answer.body());
                        assertEquals(
                                "application/problem+json",
                                answer.headers().firstValue("Content-Type").orElse(""));
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> hostilePathsAreRefusedAndNeverBreakAnything() {
        return operations.stream()
                .filter(operation -> operation.path().contains("{"))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
                    String token =
                            TOKENS.getOrDefault(operation.callers().iterator().next(), "buyer:zoe");
                    for (String bad :
                            List.of("%7B%22$gt%22:%22%22%7D", "..", "%00", "-1", "9".repeat(70), "x".repeat(300))) {
                        int status = send(operation, token, "{}", bad).statusCode();
                        assertTrue(status >= 400 && status < 500, bad + " -> " + status);
                    }
                }))
                .toList();
    }

    private static HttpResponse<String> send(Operation operation, String token, String body)
            throws IOException, InterruptedException {
        return send(operation, token, body, "00000000000000000000000000000000");
    }

    private static HttpResponse<String> send(Operation operation, String token, String body, String parameter)
            throws IOException, InterruptedException {
        String path = operation
                .path()
                .replace("{version}", "1")
                .replace("{revision}", "1")
                .replace("{epoch}", parameter.startsWith("0") ? "0" : parameter)
                .replace("{period}", parameter.startsWith("0") ? "2026-01" : parameter)
                .replaceAll("\\{[a-zA-Z]+}", Matcher.quoteReplacement(parameter));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(shop.issuer() + path))
                .header("Idempotency-Key", "key-" + operation.hashCode() + "-" + body.hashCode());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean withBody = operation.hasBody();
        if (withBody) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = HTTP.send(
                request.method(operation.method(), withBody ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        SampleShop.DESCRIPTION.check(
                operation.method(),
                URI.create(path).getRawPath(),
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body().getBytes(StandardCharsets.UTF_8));
        return answer;
    }
}
