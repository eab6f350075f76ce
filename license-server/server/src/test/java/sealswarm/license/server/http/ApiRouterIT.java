package sealswarm.license.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sealswarm.license.problem.ProblemType;

class ApiRouterIT {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger runs = new AtomicInteger();
    private HttpServer server = vertx.createHttpServer();

    @BeforeEach
    void start() throws Exception {
        Workers workers = Workers.open(vertx, 4, 2);
        Idempotency idempotency = new Idempotency(new MemoryRequestStore(), workers, InstantSource.system());
        Authenticator tokens = token -> switch (token) {
            case "buyer" -> Future.succeededFuture(Caller.person("s1", "player", Set.of(Role.BUYER)));
            case "buyer2" -> Future.succeededFuture(Caller.person("s2", "player", Set.of(Role.BUYER)));
            case "shop" -> Future.succeededFuture(Caller.service("svc", Access.STOREFRONT));
            default -> Future.failedFuture(ProblemException.of(ProblemType.UNAUTHENTICATED, "the token is not valid"));
        };
        Deque<String> pages = new ArrayDeque<>(List.of("one\n", "two\n", "three\n"));
        List<ApiRoute> routes = List.of(
                ApiRoute.get("/v1/open", Access.ANYBODY, request -> ok("open")),
                ApiRoute.get(
                        "/v1/mine/{id}",
                        Access.roles(Role.BUYER),
                        request -> ok(request.caller().subject() + " " + request.pathParameter("id"))),
                ApiRoute.post(
                        "/v1/echo",
                        Access.roles(Role.BUYER),
                        request -> ok(request.body().toString())),
                ApiRoute.post("/v1/shop", Access.service(Access.STOREFRONT), request -> ok("shop")),
                ApiRoute.post(
                        "/v1/once",
                        Access.roles(Role.BUYER),
                        request -> idempotency.once("POST /v1/once", request, inner -> count())),
                ApiRoute.post(
                        "/v1/refuses",
                        Access.roles(Role.BUYER),
                        request -> idempotency.once("POST /v1/refuses", request, inner -> {
                            runs.incrementAndGet();
                            throw ProblemException.of(ProblemType.STREAM_LIMIT, "no")
                                    .with("max", 2);
                        })),
                ApiRoute.get("/v1/number", Access.ANYBODY, request -> ok("" + request.queryNumber("n", 1, 100, 7))),
                ApiRoute.get(
                        "/v1/pages",
                        Access.ANYBODY,
                        request -> Future.succeededFuture(Reply.pages(
                                Reply.NDJSON,
                                () -> Future.succeededFuture(
                                        Optional.ofNullable(pages.poll()).map(Buffer::buffer))))),
                ApiRoute.get("/v1/breaks", Access.ANYBODY, request -> {
                    throw new IllegalStateException("secret detail");
                }));
        ApiRouter router = new ApiRouter(tokens, Set.of("127.0.0.1"), Set.of(), new ApiMetrics(), new SecureRandom());
        server = vertx.createHttpServer()
                .requestHandler(router.serve(vertx, routes))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void openRouteNeedsNoTokenAndCarriesTheSafeHeaders() throws Exception {
        HttpResponse<String> answer = send(get("/v1/open"));
        assertEquals(200, answer.statusCode());
        assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
        assertEquals("no-store", header(answer, "Cache-Control"));
    }

    @Test
    void requestIdOfTheCallerIsKeptAndABadOneIsReplaced() throws Exception {
        assertEquals("abcdefgh-1", header(send(get("/v1/open").header("X-Request-Id", "abcdefgh-1")), "X-Request-Id"));
        String made = header(send(get("/v1/open").header("X-Request-Id", "a b<script>")), "X-Request-Id");
        assertTrue(made.matches("[0-9a-f]{24}"), made);
    }

    @Test
    void missingJunkAndForeignTokensAreRefused() throws Exception {
        assertProblem(send(get("/v1/mine/x")), ProblemType.UNAUTHENTICATED);
        HttpResponse<String> junk = send(get("/v1/mine/x").header("Authorization", "Bearer junk"));
        assertProblem(junk, ProblemType.UNAUTHENTICATED);
        assertEquals("Bearer", header(junk, "WWW-Authenticate"));
        assertProblem(send(get("/v1/mine/x").header("Authorization", "Basic buyer")), ProblemType.UNAUTHENTICATED);
        assertProblem(send(get("/v1/mine/x").header("Authorization", "Bearer shop")), ProblemType.ROLE_MISSING);
        assertProblem(send(post("/v1/shop", "{}").header("Authorization", "Bearer buyer")), ProblemType.ROLE_MISSING);
    }

    @Test
    void callerAndPathReachTheHandler() throws Exception {
        assertEquals(
                "s1 x7",
                send(get("/v1/mine/x7").header("Authorization", "Bearer buyer")).body());
    }

    @Test
    void bodyAtTheLimitPassesAndOneByteMoreIsRefused() throws Exception {
        String full = "x".repeat(ApiRoute.REQUEST_BYTES);
        assertEquals(
                full.length(),
                send(post("/v1/echo", full).header("Authorization", "Bearer buyer"))
                        .body()
                        .length());
        assertProblem(
                send(post("/v1/echo", full + "x").header("Authorization", "Bearer buyer")), ProblemType.TOO_LARGE);
    }

    @Test
    void bodyWithoutContentLengthIsLimitedToo() throws Exception {
        byte[] large = new byte[ApiRoute.REQUEST_BYTES * 4];
        InputStream endless = new ByteArrayInputStream(large);
        HttpRequest.Builder chunked = HttpRequest.newBuilder(uri("/v1/echo"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer buyer")
                .POST(BodyPublishers.ofInputStream(() -> endless));
        assertProblem(send(chunked), ProblemType.TOO_LARGE);
    }

    @Test
    void bodyOfAStrangerIsRefusedBeforeItIsRead() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /v1/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 60000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 401", new String(first, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void otherMediaTypesAndBodiesOnBodilessRoutesAreRefused() throws Exception {
        HttpRequest.Builder form = HttpRequest.newBuilder(uri("/v1/echo"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Bearer buyer")
                .POST(BodyPublishers.ofString("a=b"));
        assertProblem(send(form), ProblemType.UNSUPPORTED_MEDIA_TYPE);
        HttpRequest.Builder body = HttpRequest.newBuilder(uri("/v1/open"))
                .header("Content-Type", "application/json")
                .method("GET", BodyPublishers.ofString("{}"));
        assertProblem(send(body), ProblemType.TOO_LARGE);
    }

    @Test
    void unknownPathMethodAndHostAreProblems() throws Exception {
        assertProblem(send(get("/v1/nothing")), ProblemType.NOT_FOUND);
        assertProblem(send(get("/v1/../../etc/passwd")), ProblemType.NOT_FOUND);
        assertProblem(send(post("/v1/open", "{}")), ProblemType.METHOD_NOT_ALLOWED);
        String answer = raw("GET /v1/open HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
    }

    @Test
    void malformedRequestsAreNeverServerErrors() throws Exception {
        for (String line : List.of(
                "GET /%zz HTTP/1.1",
                "GET /v1/open?a=%zz HTTP/1.1",
                "GET //v1//open HTTP/1.1",
                "GET /v1/open;x HTTP/1.1",
                "GET /v1/mine/%00 HTTP/1.1",
                "GET /" + "a".repeat(6000) + " HTTP/1.1",
                "FOO /v1/open HTTP/1.1")) {
            String answer = raw(line + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertTrue(answer.matches("(?s)HTTP/1\\.[01] (200|4\\d\\d) .*"), line + " -> " + answer);
        }
    }

    @Test
    void queryNumbersAreWholeInRangeAndSentOnce() throws Exception {
        assertEquals("7", send(get("/v1/number")).body());
        assertEquals("100", send(get("/v1/number?n=100")).body());
        for (String bad :
                List.of("0", "101", "-1", "+5", "1e2", "05", "", "1000000000", "9999999999999999999", "1&n=2")) {
            assertProblem(send(get("/v1/number?n=" + bad.replace("+", "%2B"))), ProblemType.MALFORMED);
        }
    }

    @Test
    void repeatedRequestGetsTheStoredReplyAndRunsOnce() throws Exception {
        HttpResponse<String> first = send(keyed("/v1/once", "k1", "{\"a\":1}", "buyer"));
        HttpResponse<String> again = send(keyed("/v1/once", "k1", "{\"a\":1}", "buyer"));
        assertEquals("run 1", first.body());
        assertEquals(first.body(), again.body());
        assertProblem(send(keyed("/v1/once", "k1", "{\"a\":2}", "buyer")), ProblemType.IDEMPOTENCY_MISMATCH);
        assertEquals(
                "run 2", send(keyed("/v1/once", "k1", "{\"a\":1}", "buyer2")).body());
    }

    @Test
    void refusalsAreRepeatedAsTheyWere() throws Exception {
        HttpResponse<String> first = send(keyed("/v1/refuses", "k1", "{}", "buyer"));
        assertProblem(first, ProblemType.STREAM_LIMIT);
        assertEquals(
                first.body().replaceAll("\"requestId\":\"[^\"]*\"", ""),
                send(keyed("/v1/refuses", "k1", "{}", "buyer")).body().replaceAll("\"requestId\":\"[^\"]*\"", ""));
        assertEquals(1, runs.get());
    }

    @Test
    void idempotencyKeyMustBePresentShortAndPrintable() throws Exception {
        assertProblem(send(post("/v1/once", "{}").header("Authorization", "Bearer buyer")), ProblemType.MALFORMED);
        assertProblem(send(keyed("/v1/once", "k".repeat(256), "{}", "buyer")), ProblemType.MALFORMED);
        assertProblem(send(keyed("/v1/once", "a b", "{}", "buyer")), ProblemType.MALFORMED);
        assertEquals(
                200, send(keyed("/v1/once", "k".repeat(255), "{}", "buyer")).statusCode());
    }

    @Test
    void pagesAreSentOneAfterTheOther() throws Exception {
        assertEquals("one\ntwo\nthree\n", send(get("/v1/pages")).body());
    }

    @Test
    void unexpectedFailureTellsNothingButItsRequestId() throws Exception {
        HttpResponse<String> answer = send(get("/v1/breaks"));
        assertProblem(answer, ProblemType.INTERNAL);
        assertFalse(answer.body().contains("secret"), answer.body());
    }

    @Test
    void headAnswersAsGetWithoutABody() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri("/v1/open")).method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, answer.statusCode());
        assertEquals("4", header(answer, "Content-Length"));
        assertEquals("", answer.body());
    }

    private Future<Reply> count() {
        return ok("run " + runs.incrementAndGet());
    }

    private static Future<Reply> ok(String text) {
        return Future.succeededFuture(Reply.text(200, Reply.JSON, text));
    }

    private void assertProblem(HttpResponse<String> answer, ProblemType type) {
        assertEquals(type.status(), answer.statusCode(), answer.body());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        Map<String, Object> problem = new JsonObject(answer.body()).getMap();
        assertEquals(type.uri(), problem.get("type"));
        assertEquals(header(answer, "X-Request-Id"), problem.get("requestId"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri(path)).GET();
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder keyed(String path, String key, String body, String token) {
        return post(path, body).header("Authorization", "Bearer " + token).header("Idempotency-Key", key);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
