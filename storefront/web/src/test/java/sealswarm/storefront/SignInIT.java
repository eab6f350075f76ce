package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInIT {
    @TempDir
    static Path directory;

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open(directory);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void behave() {
        shop.issuer.idClaims(UnaryOperator.identity());
        shop.issuer.accessClaims(UnaryOperator.identity());
        shop.issuer.accessLifeSeconds(300);
        shop.ahead.set(Duration.ZERO);
    }

    @Test
    void signsInAndShowsNameAndRoles() {
        Visitor anna = shop.signedIn("anna", "buyer");
        String page = anna.get("/").body();
        assertTrue(page.contains("anna"), page);
        assertTrue(page.contains("/library"), page);
        assertFalse(page.contains("href=\"/accounts\""), page);
    }

    @Test
    void givesANewCookieAfterSigningIn() {
        Visitor anna = shop.visitor();
        anna.get("/");
        String before = anna.cookies.get("__Host-sealswarm-shop");
        shop.issuer.signsIn("anna", "Anna", List.of("buyer"));
        anna.open("/sign-in");
        assertNotEquals(before, anna.cookies.get("__Host-sealswarm-shop"));
    }

    @Test
    void marksTheCookieForThisHostOnly() {
        String cookie = shop.visitor()
                .get("/")
                .headers()
                .firstValue("Set-Cookie")
                .orElse("")
                .toLowerCase(java.util.Locale.ROOT);
        for (String part : List.of("__host-sealswarm-shop=", "path=/", "secure", "httponly", "samesite=lax")) {
            assertTrue(cookie.contains(part), cookie);
        }
        assertFalse(cookie.contains("domain"), cookie);
    }

    @Test
    void refusesACallbackBegunInAnotherBrowser() {
        Visitor mallory = shop.visitor();
        URI atIssuer = URI.create(location(mallory.get("/sign-in")));
        String callback = location(mallory.send(java.net.http.HttpRequest.newBuilder(atIssuer)));
        Visitor victim = shop.visitor();
        victim.get("/");
        assertEquals(401, victim.get(pathOf(callback)).statusCode());
        assertEquals(401, mallory.get(pathOf(callback)).statusCode(), "a state is used up by the first try");
    }

    @Test
    void refusesACallbackTwiceAndWithoutState() {
        Visitor anna = shop.visitor();
        URI atIssuer = URI.create(location(anna.get("/sign-in")));
        String callback = pathOf(location(anna.send(java.net.http.HttpRequest.newBuilder(atIssuer))));
        assertEquals(303, anna.get(callback).statusCode());
        assertEquals(401, anna.get(callback).statusCode());
        assertEquals(401, anna.get("/sign-in/callback?code=x").statusCode());
        assertEquals(
                401, anna.get("/sign-in/callback?error=access_denied&state=x").statusCode());
    }

    @Test
    void refusesASignInThatTookTooLong() {
        Visitor anna = shop.visitor();
        URI atIssuer = URI.create(location(anna.get("/sign-in")));
        String callback = pathOf(location(anna.send(java.net.http.HttpRequest.newBuilder(atIssuer))));
        shop.ahead.set(Duration.ofMinutes(10));
        assertEquals(401, anna.get(callback).statusCode());
    }

    @Test
    void refusesIdTokensThatAreNotForThisSignIn() {
        refusesIdToken("a foreign nonce", claims -> claims.put("nonce", "other"));
        refusesIdToken("a foreign audience", claims -> claims.put("aud", "other"));
        refusesIdToken("a foreign issuer", claims -> claims.put("iss", "http://127.0.0.1/other"));
        refusesIdToken("an access token in its place", claims -> claims.put("typ", "Bearer"));
        refusesIdToken("an expired token", claims -> claims.put("exp", 1_000_000));
        refusesIdToken("no expiry", claims -> {
            claims.remove("exp");
            return claims;
        });
    }

    @Test
    void refusesAccessTokensOfAnotherParty() {
        shop.issuer.accessClaims(claims -> claims.put("azp", "player"));
        assertEquals(401, shop.visitor().open("/sign-in").statusCode());
    }

    @Test
    void comesBackToThePageItWasSentFromAndNowhereElse() {
        shop.signedIn("anna", "buyer");
        assertEquals("/titles/film?x=1", comesBackTo("/titles/film?x=1"));
        for (String outside : List.of("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:0")) {
            assertEquals("/", comesBackTo(outside), outside);
        }
    }

    @Test
    void signingOutEndsTheSessionHereAndAtTheIssuer() {
        Visitor anna = shop.signedIn("anna", "buyer");
        Map<String, String> stolen = Map.copyOf(anna.cookies);
        HttpResponse<String> answer = anna.submit("/sign-out", Map.of());
        assertEquals(303, answer.statusCode());
        assertEquals("/?done=signed-out", location(answer));
        anna.cookies.putAll(stolen);
        assertFalse(anna.get("/").body().contains("/library"), "the old cookie is worth nothing");
    }

    @Test
    void aSessionContinuesOnASecondInstance() {
        Visitor anna = shop.signedIn("anna", "buyer");
        Storefront second = shop.deploy();
        Visitor there = new Visitor(URI.create(second.origin().text()));
        there.cookies.putAll(anna.cookies);
        assertTrue(there.get("/").body().contains("/library"));
    }

    @Test
    void refreshesTokensOnceForManyRequestsAtATime() throws Exception {
        shop.issuer.accessLifeSeconds(31);
        Visitor anna = shop.signedIn("anna", "buyer");
        int before = shop.issuer.refreshes.get();
        shop.ahead.set(Duration.ofSeconds(60));
        shop.issuer.accessLifeSeconds(300);
        List<Thread> threads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> {
                    Visitor tab = shop.visitor();
                    tab.cookies.putAll(anna.cookies);
                    Thread thread = new Thread(() -> tab.get("/"));
                    thread.start();
                    return thread;
                })
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, shop.issuer.refreshes.get() - before);
        assertTrue(anna.get("/").body().contains("/library"));
    }

    @Test
    void aSessionTheIssuerEndedIsOverWhenItsTokenIs() {
        Visitor anna = shop.signedIn("anna", "buyer");
        shop.issuer.endSessions();
        shop.ahead.set(Duration.ofMinutes(6));
        assertFalse(anna.get("/").body().contains("/library"));
    }

    @Test
    void aSessionEndsAfterTwelveHoursWhateverHappens() {
        Visitor anna = shop.signedIn("anna", "buyer");
        shop.ahead.set(Duration.ofHours(12));
        assertFalse(anna.get("/").body().contains("/library"));
    }

    @Test
    void aMadeUpCookieIsNobody() {
        Visitor mallory = shop.visitor();
        mallory.cookies.put("__Host-sealswarm-shop", "A".repeat(43));
        assertFalse(mallory.get("/").body().contains("/sign-out"));
        mallory.cookies.put("__Host-sealswarm-shop", "{\"$gt\":\"\"}");
        assertEquals(200, mallory.get("/").statusCode());
    }

    private static void refusesIdToken(String what, UnaryOperator<JsonObject> change) {
        shop.issuer.idClaims(change);
        Visitor anna = shop.visitor();
        assertEquals(401, anna.open("/sign-in").statusCode(), what);
        assertFalse(anna.get("/").body().contains("/sign-out"), what);
    }

    private static String comesBackTo(String path) {
        Visitor anna = shop.visitor();
        HttpResponse<String> begin = anna.get(
                "/sign-in?return=" + java.net.URLEncoder.encode(path, java.nio.charset.StandardCharsets.UTF_8));
        URI atIssuer = URI.create(location(begin));
        String callback = location(anna.send(java.net.http.HttpRequest.newBuilder(atIssuer)));
        return location(anna.get(pathOf(callback)));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String pathOf(String url) {
        URI uri = URI.create(url);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
