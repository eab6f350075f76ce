package sealswarm.system;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import sealswarm.trial.TokenKey;

/**
 * An OpenID Connect issuer in this JVM: real RS256 tokens with Keycloak's claims, checked by the real verifiers of license server and
 * storefront. It asks nobody for a password; what Keycloak itself does has tests with Keycloak.
 */
final class TrialIssuer {
    static final String REALM = "sealswarm";
    private static final long LIFE_SECONDS = 3_600;

    private final InstantSource clock;
    private final TokenKey key = new TokenKey("trial-1");
    private final AtomicInteger serial = new AtomicInteger();
    private final Map<String, JsonObject> codes = new ConcurrentHashMap<>();
    private volatile JsonObject visitor = person("nobody", List.of());
    private volatile String base = "";

    TrialIssuer(InstantSource clock) {
        this.clock = clock;
    }

    Future<Void> listen(Vertx vertx, int port) {
        Router router = Router.router(vertx);
        String realm = "/realms/" + REALM;
        String protocol = realm + "/protocol/openid-connect";
        base = "http://127.0.0.1:" + port;
        router.get(realm + "/.well-known/openid-configuration")
                .handler(context -> context.json(new JsonObject()
                        .put("issuer", issuer().toString())
                        .put("authorization_endpoint", base + protocol + "/auth")
                        .put("token_endpoint", base + protocol + "/token")
                        .put("jwks_uri", base + protocol + "/certs")
                        .put("end_session_endpoint", base + protocol + "/logout")));
        router.get(protocol + "/certs").handler(this::certs);
        router.get(protocol + "/auth").handler(this::authorize);
        router.post(protocol + "/token").handler(BodyHandler.create(false)).handler(this::token);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, "127.0.0.1")
                .mapEmpty();
    }

    URI base() {
        return URI.create(base);
    }

    URI issuer() {
        return URI.create(base + "/realms/" + REALM);
    }

    /** Whoever comes to sign in next is this person. */
    void nextVisitor(String subject, String... roles) {
        visitor = person(subject, List.of(roles));
    }

    /** An access token as the client {@code party} holds it. */
    String bearer(String subject, String party, String... roles) {
        return sign(access(person(subject, List.of(roles)), party));
    }

    /** The access token of the storefront itself. */
    String storefront() {
        return sign(access(person("service-account-storefront", List.of()), "storefront")
                .put("client_id", "storefront"));
    }

    private static JsonObject person(String subject, List<String> roles) {
        return new JsonObject()
                .put("sub", subject)
                .put("name", subject)
                .put("realm_access", new JsonObject().put("roles", new JsonArray(roles)));
    }

    private JsonObject access(JsonObject who, String party) {
        long now = clock.instant().getEpochSecond();
        return who.copy()
                .put("iss", issuer().toString())
                .put("typ", "Bearer")
                .put("azp", party)
                .put("aud", new JsonArray().add("license-server").add("storefront"))
                .put("iat", now)
                .put("exp", now + LIFE_SECONDS);
    }

    private void certs(RoutingContext context) {
        context.json(new JsonObject().put("keys", new JsonArray().add(new JsonObject(key.jwk()))));
    }

    private void authorize(RoutingContext context) {
        HttpServerRequest request = context.request();
        String code = "code-" + serial.incrementAndGet();
        codes.put(code, visitor.copy().put("nonce", request.getParam("nonce")));
        context.redirect(request.getParam("redirect_uri") + "?code=" + code + "&state=" + request.getParam("state"));
    }

    private void token(RoutingContext context) {
        HttpServerRequest request = context.request();
        JsonObject answer = new JsonObject().put("expires_in", LIFE_SECONDS);
        if ("client_credentials".equals(request.getFormAttribute("grant_type"))) {
            context.json(answer.put("access_token", storefront()));
            return;
        }
        JsonObject who = codes.remove(request.getFormAttribute("code"));
        if (who == null) {
            context.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
            return;
        }
        String nonce = String.valueOf(who.remove("nonce"));
        context.json(answer.put("access_token", sign(access(who, "storefront")))
                .put("refresh_token", "none-" + serial.incrementAndGet())
                .put(
                        "id_token",
                        sign(access(who, "storefront")
                                .put("typ", "ID")
                                .put("aud", "storefront")
                                .put("nonce", nonce))));
    }

    private String sign(JsonObject claims) {
        return key.sign(claims.encode());
    }
}
