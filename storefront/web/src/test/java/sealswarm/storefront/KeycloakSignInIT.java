package sealswarm.storefront;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.settings.SecretText;
import sealswarm.embedded.keycloak.HeadlessBrowser;
import sealswarm.embedded.keycloak.HeadlessSignIn;
import sealswarm.embedded.keycloak.KeycloakProcess;
import sealswarm.embedded.keycloak.Page;
import sealswarm.embedded.keycloak.SharedKeycloak;
import sealswarm.embedded.store.EmbeddedStore;
import sealswarm.storefront.config.StorefrontConfig;

/** Signing in at the real Keycloak, through its own pages. */
class KeycloakSignInIT {
    private static final String REALM = "shop-pages";
    private static final String SECRET = "a-secret-of-this-test-only";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static EmbeddedStore store;
    private static KeycloakProcess keycloak;
    private static URI shop;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        store = EmbeddedStore.open(directory);
        keycloak = SharedKeycloak.instance();
        Storefront storefront = new Storefront(
                StorefrontConfig.onLoopback(
                        0,
                        SecretText.of(store.connectionUri()),
                        keycloak.baseUrl(),
                        REALM,
                        SecretText.of(SECRET),
                        URI.create("http://127.0.0.1:1")),
                InstantSource.system(),
                new SecureRandom());
        Shop.await(vertx.deployVerticle(storefront));
        shop = URI.create(storefront.origin().text());
        assertEquals(503, new Visitor(shop).get("/sign-in").statusCode(), "up before its issuer is");
        makeRealm();
        Visitor visitor = new Visitor(shop);
        for (int tries = 0; tries < 300 && visitor.get("/sign-in").statusCode() != 303; tries++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @AfterAll
    static void close() {
        Shop.await(vertx.close());
        store.close();
    }

    @Test
    void signsInThroughKeycloaksOwnPagesAndComesBack() {
        Page page = signIn("buyer", "right");
        assertEquals("/orders", page.address().getPath());
        assertEquals(200, page.status());
        assertTrue(page.body().contains("Berta Buyer"), page.body());
        assertTrue(page.body().contains("/library"), "role buyer came with the token");
    }

    @Test
    void aPersonWithoutTheRoleIsToldSo() {
        Page page = signIn("nobody", "right");
        assertEquals(403, page.status());
        assertTrue(page.body().contains("role buyer"), page.body());
    }

    @Test
    void aWrongPasswordSignsNobodyIn() {
        HeadlessBrowser browser = new HeadlessBrowser();
        HeadlessSignIn wrong = new HeadlessSignIn(browser, "buyer", "wrong");
        assertThrows(HeadlessBrowser.BrowserException.class, () -> wrong.open(shop.resolve("/sign-in")));
        assertFalse(browser.open(shop.resolve("/")).body().contains("/sign-out"));
    }

    @Test
    void signingOutEndsTheSessionAtKeycloakToo() {
        HeadlessBrowser browser = new HeadlessBrowser();
        new HeadlessSignIn(browser, "buyer", "right").open(shop.resolve("/sign-in"));
        Page front = browser.open(shop.resolve("/"));
        Page out = browser.submit(front.form(form -> form.action().getPath().equals("/sign-out")), Map.of());
        assertTrue(out.body().contains("You are signed out"), out.body());
        Page again = browser.open(shop.resolve("/sign-in"));
        assertTrue(
                again.forms().stream().anyMatch(form -> form.has("password")), "Keycloak asks for the password again");
    }

    private static Page signIn(String user, String password) {
        return new HeadlessSignIn(new HeadlessBrowser(), user, password).open(shop.resolve("/orders"));
    }

    private static void makeRealm() throws Exception {
        HttpResponse<String> admin = post(
                "/realms/master/protocol/openid-connect/token",
                "application/x-www-form-urlencoded",
                "grant_type=password&client_id=admin-cli&username=" + keycloak.adminUser() + "&password="
                        + keycloak.adminPassword(),
                "");
        JsonObject client = new JsonObject()
                .put("clientId", "storefront")
                .put("secret", SECRET)
                .put("standardFlowEnabled", true)
                .put("serviceAccountsEnabled", true)
                .put("redirectUris", new JsonArray().add(shop + "/sign-in/callback"))
                .put("attributes", new JsonObject().put("pkce.code.challenge.method", "S256"));
        JsonObject realm = new JsonObject()
                .put("realm", REALM)
                .put("enabled", true)
                .put("revokeRefreshToken", true)
                .put("refreshTokenMaxReuse", 0)
                .put("roles", new JsonObject().put("realm", new JsonArray().add(new JsonObject().put("name", "buyer"))))
                .put("clients", new JsonArray().add(client))
                .put(
                        "users",
                        new JsonArray().add(user("buyer", "Berta", "buyer")).add(user("nobody", "Nora", "")));
        HttpResponse<String> made = post(
                "/admin/realms",
                "application/json",
                realm.encode(),
                new JsonObject(admin.body()).getString("access_token"));
        assertEquals(201, made.statusCode(), made.body());
    }

    private static JsonObject user(String name, String first, String role) {
        JsonArray roles = role.isEmpty() ? new JsonArray() : new JsonArray().add(role);
        return new JsonObject()
                .put("username", name)
                .put("enabled", true)
                .put("email", name + "@example.org")
                .put("firstName", first)
                .put("lastName", "Buyer")
                .put("realmRoles", roles)
                .put(
                        "credentials",
                        new JsonArray()
                                .add(new JsonObject().put("type", "password").put("value", "right")));
    }

    private static HttpResponse<String> post(String path, String type, String body, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
