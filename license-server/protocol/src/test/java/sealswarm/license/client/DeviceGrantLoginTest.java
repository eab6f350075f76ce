package sealswarm.license.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.json.Base64Url;
import sealswarm.format.key.Digests;
import sealswarm.license.SampleLicense;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.wire.SignedJson;

/** Against an issuer of its own on loopback, which answers as RFC 8628 says. */
class DeviceGrantLoginTest {
    private record Answer(int status, String body) {}

    @TempDir
    Path home;

    private final Deque<Answer> tokenAnswers = new ArrayDeque<>();
    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2031-04-05T06:07:08Z");
    private HttpServer server;
    private URI issuer;
    private String endpointBase = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        issuer = URI.create(origin + "/realms/test");
        endpointBase = origin;
        server.createContext(
                "/realms/test/.well-known/openid-configuration",
                exchange -> reply(
                        exchange,
                        new Answer(
                                200,
                                "{\"device_authorization_endpoint\":\"" + endpointBase
                                        + "/device\",\"token_endpoint\":\"" + endpointBase
                                        + "/token\",\"ratio\":1.5}")));
        server.createContext("/device", exchange -> {
            forms.add(form(exchange));
            reply(
                    exchange,
                    new Answer(
                            200,
                            "{\"device_code\":\"dc\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":\"" + origin
                                    + "/go\",\"expires_in\":60,\"interval\":5}"));
        });
        server.createContext("/token", exchange -> {
            forms.add(form(exchange));
            Answer answer = tokenAnswers.poll();
            reply(exchange, answer == null ? pending() : answer);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void pollsUntilThePersonConfirmed() throws Exception {
        tokenAnswers.add(pending());
        tokenAnswers.add(error("slow_down"));
        tokenAnswers.add(tokens("a1", "r1"));
        List<String> shown = new ArrayList<>();
        IssuedTokens issued = login().login((page, withCode, code) -> shown.add(page.getPath() + " " + code));
        assertEquals(List.of("/go ABCD-EFGH"), shown);
        assertEquals("a1", issued.accessToken());
        assertEquals(List.of(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)), pauses);
    }

    @Test
    void verifierHashesToTheChallenge() throws Exception {
        tokenAnswers.add(tokens("a1", "r1"));
        login().login((page, withCode, code) -> {});
        String verifier = String.valueOf(forms.get(1).get("code_verifier"));
        assertEquals("S256", forms.get(0).get("code_challenge_method"));
        assertEquals(
                forms.get(0).get("code_challenge"),
                Base64Url.encode(Digests.sha256().digest(verifier.getBytes(StandardCharsets.US_ASCII))));
        assertTrue(verifier.length() >= 43);
    }

    @Test
    void declinedAndExpiredSignInsAreRefused() {
        tokenAnswers.add(error("access_denied"));
        assertUnauthenticated("declined");
        tokenAnswers.add(error("expired_token"));
        assertUnauthenticated("expired");
        assertUnauthenticated("expired");
    }

    @Test
    void endpointsOutsideTheIssuersAddressAreRefused() {
        endpointBase = "http://127.0.0.1:1";
        IOException failure = assertThrows(IOException.class, () -> login().login((page, withCode, code) -> {}));
        assertTrue(String.valueOf(failure.getMessage()).contains("outside its own address"), failure.toString());
    }

    @Test
    void tokenFileIsOwnersOnlyAndReadBack() throws Exception {
        TokenFile file = file();
        assertTrue(file.read().isEmpty());
        file.write(stored("a1", "r1", now.plusSeconds(300)));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file.path()));
        assertEquals("a1", file.require().accessToken());
        assertEquals(SampleLicense.ISS, file.require().pinnedKeys().iss());
        file.delete();
        assertTrue(file.read().isEmpty());
    }

    @Test
    void widerOrDamagedTokenFileIsRefused() throws Exception {
        TokenFile file = file();
        file.write(stored("a1", "r1", now.plusSeconds(300)));
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
        ApiRefusal wide = assertThrows(ApiRefusal.class, file::read);
        assertTrue(wide.problem().hint().contains("chmod 600"), wide.problem().hint());
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file.path(), "{\"server\":1}");
        assertThrows(ApiRefusal.class, file::read);
    }

    @Test
    void missingSignInNamesTheRemedy() {
        ApiRefusal refusal = assertThrows(ApiRefusal.class, () -> tokens(file()).current());
        assertEquals(ProblemType.UNAUTHENTICATED, refusal.problem().type());
        assertTrue(refusal.problem().hint().contains("sealswarm login"));
    }

    @Test
    void freshTokenIsUsedAndAnEndingOneRefreshedOnce() throws Exception {
        TokenFile file = file();
        file.write(stored("a1", "r1", now.plusSeconds(31)));
        assertEquals("a1", tokens(file).current());
        now = now.plusSeconds(1);
        tokenAnswers.add(tokens("a2", "r2"));
        assertEquals("a2", tokens(file).current());
        assertEquals("a2", tokens(file).current());
        assertEquals("r2", file.require().refreshToken());
        assertEquals(1, forms.size());
    }

    @Test
    void tokenThatAnotherProcessRefreshedIsTakenFromTheFile() throws Exception {
        TokenFile file = file();
        file.write(stored("a2", "r2", now.plusSeconds(300)));
        assertEquals("a2", tokens(file).after("a1"));
        assertEquals(0, forms.size());
    }

    @Test
    void manyThreadsRefreshOnce() throws Exception {
        TokenFile file = file();
        file.write(stored("a1", "r1", now));
        tokenAnswers.add(tokens("a2", "r2"));
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    if (tokens(file()).current().equals("a2")) {
                        right.incrementAndGet();
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8, right.get());
        assertEquals(1, forms.size());
    }

    @Test
    void endedRefreshTokenAsksForASignIn() throws Exception {
        TokenFile file = file();
        file.write(stored("a1", "r1", now));
        tokenAnswers.add(error("invalid_grant"));
        ApiRefusal refusal = assertThrows(ApiRefusal.class, () -> tokens(file).current());
        assertEquals(ProblemType.UNAUTHENTICATED, refusal.problem().type());
        assertEquals("a1", file.require().accessToken());
    }

    @Test
    void signInIsChangedInPlaceAndNoneIsMade() throws Exception {
        TokenFile file = file();
        file.update(kept -> stored("a2", "r2", now));
        assertEquals(Optional.empty(), file.read());
        file.write(stored("a1", "r1", now));
        file.update(kept -> kept.withKeys(stored("other", "other", now).serverKeys()));
        assertEquals("a1", file.require().accessToken());
        assertEquals(stored("x", "y", now).serverKeys(), file.require().serverKeys());
    }

    @Test
    void tokensAreNeverPrinted() {
        assertTrue(!stored("canary-1", "canary-2", now).toString().contains("canary"));
    }

    private void assertUnauthenticated(String part) {
        ApiRefusal refusal = assertThrows(ApiRefusal.class, () -> login().login((page, withCode, code) -> {}));
        assertEquals(ProblemType.UNAUTHENTICATED, refusal.problem().type());
        assertTrue(refusal.problem().detail().contains(part), refusal.problem().detail());
    }

    private DeviceGrantLogin login() {
        return new DeviceGrantLogin(
                issuer, "player", LicenseApi.newHttpClient(), new SecureRandom(), () -> now, this::step);
    }

    private void step(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
    }

    private TokenFile file() {
        return new TokenFile(home.resolve("sealswarm/login-buyer.json"), duration -> Thread.sleep(duration.toMillis()));
    }

    private FileTokens tokens(TokenFile file) {
        return new FileTokens(file, login(), () -> now);
    }

    private StoredLogin stored(String access, String refresh, Instant expiresAt) {
        try (SampleLicense shop = new SampleLicense()) {
            return new StoredLogin(
                    URI.create(SampleLicense.ISS),
                    issuer,
                    "player",
                    "subject-1",
                    access,
                    expiresAt,
                    refresh,
                    SignedJson.of(shop.serverKeys().sign(shop.documents)));
        }
    }

    private static Answer pending() {
        return error("authorization_pending");
    }

    private static Answer error(String code) {
        return new Answer(400, "{\"error\":\"" + code + "\"}");
    }

    private static Answer tokens(String access, String refresh) {
        return new Answer(
                200, "{\"access_token\":\"" + access + "\",\"refresh_token\":\"" + refresh + "\",\"expires_in\":300}");
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void reply(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
