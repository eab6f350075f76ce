package sealswarm.storefront;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import sealswarm.trial.TokenKey;

/**
 * A small OpenID Connect issuer that checks what a client sends (PKCE, secret, redirect) and can be told to sign wrong
 * things. It exists because Keycloak cannot be made to misbehave; the real one has tests of its own.
 */
final class ScriptedIssuer {
    static final String REALM = "shop";
    static final String CLIENT = "storefront";
    static final String SECRET = "scripted-client-secret";

    private final InstantSource clock;
    private final TokenKey key = new TokenKey("scripted-1");
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> refreshable = new ConcurrentHashMap<>();
    private final AtomicInteger serial = new AtomicInteger();
    final AtomicInteger keyFetches = new AtomicInteger();
    final AtomicInteger refreshes = new AtomicInteger();
    private volatile JsonObject person = person("nobody", "Nobody", List.of());
    private volatile UnaryOperator<JsonObject> idClaims = UnaryOperator.identity();
    private volatile UnaryOperator<JsonObject> accessClaims = UnaryOperator.identity();
    private volatile int accessLifeSeconds = 300;
    private volatile String base = "";

    ScriptedIssuer(InstantSource clock) {
        this.clock = clock;
    }

    Future<HttpServer> listen(Vertx vertx, int port) {
        Router router = Router.router(vertx);
        router.get("/realms/shop/.well-known/openid-configuration")
                .handler(context -> context.json(new JsonObject()
                        .put("issuer", issuer().toString())
                        .put("authorization_endpoint", base + "/realms/shop/auth")
                        .put("token_endpoint", base + "/realms/shop/token")
                        .put("jwks_uri", base + "/realms/shop/certs")
                        .put("end_session_endpoint", base + "/realms/shop/logout")));
        router.get("/realms/shop/certs").handler(this::certs);
        router.get("/realms/shop/auth").handler(this::authorize);
        router.post().handler(BodyHandler.create(false));
        router.post("/realms/shop/token").handler(this::token);
        router.post("/realms/shop/logout").handler(context -> {
            refreshable.remove(context.request().getFormAttribute("refresh_token"));
            context.response().setStatusCode(204).end();
        });
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, "127.0.0.1")
                .onSuccess(server -> base = "http://127.0.0.1:" + server.actualPort());
    }

    URI base() {
        return URI.create(base);
    }

    URI issuer() {
        return URI.create(base + "/realms/" + REALM);
    }

    void signsIn(String subject, String name, List<String> roles) {
        person = person(subject, name, roles);
    }

    void idClaims(UnaryOperator<JsonObject> change) {
        idClaims = change;
    }

    void accessClaims(UnaryOperator<JsonObject> change) {
        accessClaims = change;
    }

    void accessLifeSeconds(int seconds) {
        accessLifeSeconds = seconds;
    }

    /** Ends all sessions: refreshing fails from now on. */
    void endSessions() {
        refreshable.clear();
    }

    /** A bearer token as {@code party} would hold it. */
    String bearer(String subject, List<String> roles, String audience, String party) {
        return sign(access(person(subject, subject, roles), party).put("aud", new JsonArray().add(audience)));
    }

    String sign(JsonObject claims) {
        return key.sign(claims.encode());
    }

    String sign(JsonObject header, JsonObject claims) {
        return key.sign(header.encode(), claims.encode());
    }

    JsonObject access(JsonObject who, String party) {
        return who.copy()
                .put("iss", issuer().toString())
                .put("typ", "Bearer")
                .put("azp", party)
                .put("exp", clock.instant().getEpochSecond() + accessLifeSeconds);
    }

    static JsonObject person(String subject, String name, List<String> roles) {
        return new JsonObject()
                .put("sub", subject)
                .put("name", name)
                .put("realm_access", new JsonObject().put("roles", new JsonArray(roles)));
    }

    private void certs(RoutingContext context) {
        keyFetches.incrementAndGet();
        context.json(new JsonObject()
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject(key.jwk("enc-1", "enc", "RSA-OAEP")))
                                .add(new JsonObject(key.jwk()))));
    }

    private void authorize(RoutingContext context) {
        HttpServerRequest request = context.request();
        String code = "code-" + serial.incrementAndGet();
        Map<String, String> asked = new HashMap<>();
        for (String name : List.of("client_id", "redirect_uri", "code_challenge", "nonce")) {
            asked.put(name, request.getParam(name));
        }
        codes.put(code, asked);
        context.response()
                .setStatusCode(302)
                .putHeader(
                        "Location",
                        request.getParam("redirect_uri") + "?code=" + code + "&state=" + request.getParam("state"))
                .end();
    }

    private void token(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean known = CLIENT.equals(request.getFormAttribute("client_id"))
                && SECRET.equals(request.getFormAttribute("client_secret"));
        if (!known) {
            context.response().setStatusCode(401).end("{\"error\":\"invalid_client\"}");
            return;
        }
        switch (request.getFormAttribute("grant_type")) {
            case "authorization_code" -> code(context);
            case "refresh_token" -> refresh(context);
            default ->
                context.json(new JsonObject()
                        .put("access_token", sign(access(person("service", "service", List.of()), CLIENT)))
                        .put("expires_in", accessLifeSeconds));
        }
    }

    private void code(RoutingContext context) {
        HttpServerRequest request = context.request();
        Map<String, String> asked = codes.remove(request.getFormAttribute("code"));
        boolean right = asked != null
                && request.getFormAttribute("redirect_uri").equals(asked.get("redirect_uri"))
                && s256(request.getFormAttribute("code_verifier")).equals(asked.get("code_challenge"));
        if (!right) {
            context.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
            return;
        }
        JsonObject id =
                access(person, CLIENT).put("typ", "ID").put("aud", CLIENT).put("nonce", asked.get("nonce"));
        context.json(tokens(person).put("id_token", sign(idClaims.apply(id))));
    }

    private void refresh(RoutingContext context) {
        refreshes.incrementAndGet();
        JsonObject who = refreshable.remove(context.request().getFormAttribute("refresh_token"));
        if (who == null) {
            context.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
        } else {
            context.json(tokens(who));
        }
    }

    private JsonObject tokens(JsonObject who) {
        String refresh = "refresh-" + serial.incrementAndGet();
        refreshable.put(refresh, who);
        return new JsonObject()
                .put("access_token", sign(accessClaims.apply(access(who, CLIENT))))
                .put("refresh_token", refresh)
                .put("expires_in", accessLifeSeconds);
    }

    private static String s256(String verifier) {
        try {
            return b64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String b64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
