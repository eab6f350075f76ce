package sealswarm.license.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sealswarm.format.key.TitleId;
import sealswarm.license.message.Grants;
import sealswarm.license.problem.ProblemType;

class LicenseApiTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private LicenseApi api;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private Answer answer = exchange -> reply(exchange, 200, "{}");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            answer.to(exchange);
        });
        server.start();
        api = api(AccessTokens.fixed("t1"), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsTokenAndQueryAndReadsThePages() throws Exception {
        answer = exchange -> reply(
                exchange,
                200,
                exchange.getRequestURI().toString().contains("cursor=a%2Bb")
                        ? "{\"grants\":[]}"
                        : "{\"grants\":[],\"next\":\"a+b\",\"later\":1}");
        assertEquals("a+b", api.grants(Map.of("title", "demo-film")).next());
        assertEquals(List.of("GET /v1/grants?title=demo-film Bearer t1"), requests);
        assertEquals(List.of(), api.allGrants(Map.of(), 10));
    }

    @Test
    void refusalKeepsTypeAndMembers() {
        answer = exchange -> reply(
                exchange,
                403,
                "{\"type\":\"urn:sealswarm:problem:no-grant\",\"detail\":\"nothing was bought\",\"titleId\":\"x\"}");
        ApiRefusal refusal = assertThrows(ApiRefusal.class, () -> api.wallet("s"));
        assertEquals(ProblemType.NO_GRANT, refusal.problem().type());
        assertEquals("nothing was bought", refusal.problem().detail());
        assertTrue(refusal.problem().members().containsKey("titleId"));
    }

    @Test
    void refusedTokenIsReplacedOnceAndTheRequestRepeated() throws Exception {
        answer = exchange -> reply(
                exchange,
                "Bearer t2".equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 200 : 401,
                "{\"grants\":[]}");
        assertEquals(
                List.of(),
                api(replacing("t2"), Duration.ofSeconds(10)).grants(Map.of()).grants());
        requests.clear();
        assertThrows(ApiRefusal.class, () -> api(replacing("t3"), Duration.ofSeconds(10))
                .grants(Map.of()));
        assertEquals(2, requests.size());
    }

    @Test
    void deleteTakesAnEmptyAnswer() throws Exception {
        answer = exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        };
        api.removeDevice(new sealswarm.license.device.DeviceId("0".repeat(32)));
        assertEquals(List.of("DELETE /v1/devices/" + "0".repeat(32) + " Bearer t1"), requests);
    }

    @Test
    void manifestIsHandedOnByteForByte() throws Exception {
        byte[] bytes = "{\"payload\" : \"x\"}\n".getBytes(StandardCharsets.UTF_8);
        answer = exchange -> reply(exchange, 200, new String(bytes, StandardCharsets.UTF_8));
        assertArrayEquals(bytes, api.manifest(new TitleId("demo-film")));
    }

    @Test
    void answerThatIsNotTheSchemaIsAnInputOutputFailure() {
        for (String body : List.of("", "null", "{", "[]", "{\"grants\":5}", "{\"grants\":null}", "{}")) {
            answer = exchange -> reply(exchange, 200, body);
            assertThrows(IOException.class, () -> api.grants(Map.of()), body);
        }
    }

    @Test
    void endlessAnswerIsCutAtItsLimit() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] chunk = new byte[64 * 1024];
                for (int i = 0; i < 1_000; i++) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                // The client closed the connection, as it should.
                exchange.close();
            }
        };
        IOException failure = assertThrows(IOException.class, () -> api.grants(Map.of()));
        assertTrue(String.valueOf(failure.getMessage()).contains("longer than"), failure.toString());
    }

    @Test
    void answerThatNeverEndsTimesOut() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        };
        LicenseApi hasty = api(AccessTokens.fixed("t"), Duration.ofMillis(300));
        assertThrows(java.net.http.HttpTimeoutException.class, () -> hasty.grants(Map.of()));
    }

    @Test
    void redirectIsNotFollowedWithTheToken() {
        answer = exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/x");
            reply(exchange, 302, "");
        };
        assertThrows(ApiRefusal.class, () -> api.grants(Map.of()));
        assertEquals(1, requests.size());
    }

    @Test
    void tokenIsNotSentInClearToAnotherMachine() {
        LicenseApi far = new LicenseApi(
                URI.create("http://shop.example"),
                LicenseApi.newHttpClient(),
                AccessTokens.fixed("t"),
                Duration.ofSeconds(1));
        IOException failure = assertThrows(IOException.class, () -> far.grants(Map.of()));
        assertTrue(String.valueOf(failure.getMessage()).contains("in clear"), failure.toString());
    }

    @Test
    void serverThatIsDownIsAnInputOutputFailure() {
        server.stop(0);
        assertThrows(java.net.ConnectException.class, () -> api.grants(Map.of()));
    }

    @Test
    void idsAreEncodedIntoPaths() {
        assertThrows(IOException.class, () -> api.wallet("a/../b?x=1"));
        assertEquals(List.of("GET /v1/wallets/a%2F..%2Fb%3Fx%3D1 Bearer t1"), requests);
    }

    @Test
    void grantIdDependsOnOrderAndLineOnly() {
        assertEquals(Grants.grantId("o-1", 0), Grants.grantId("o-1", 0));
        assertTrue(!Grants.grantId("o-1", 0).equals(Grants.grantId("o-1", 1)));
        assertTrue(!Grants.grantId("o-1", 1).equals(Grants.grantId("o-11", 0)));
    }

    private LicenseApi api(AccessTokens tokens, Duration timeout) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new LicenseApi(base, LicenseApi.newHttpClient(), tokens, timeout);
    }

    private static AccessTokens replacing(String next) {
        return new AccessTokens() {
            @Override
            public String current() {
                return "t1";
            }

            @Override
            public String after(String refused) {
                return next;
            }
        };
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
