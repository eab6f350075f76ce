package sealswarm.license.server.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.license.server.http.Authenticator;

/** Signed access tokens as the realm issues them, and such as no server may take; checked by the real verifier. */
public final class RealTokens {
    private final SampleIssuer issuer = new SampleIssuer("k1");
    private final SampleIssuer stranger = new SampleIssuer("k1");
    private final InstantSource clock;

    public RealTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** The verifier of these tokens. */
    public Authenticator verifier(Vertx vertx) {
        TokenRules rules = TokenRules.ofRealm(SampleIssuer.ISSUER);
        KeyRing keys = new KeyRing(vertx, () -> Future.succeededFuture(issuer.keySet()), rules.algorithms(), clock);
        return new TokenVerifier(rules, keys, clock);
    }

    private JsonObject claims(String subject, String role) {
        return SampleIssuer.claims(clock.instant())
                .put("sub", subject)
                .put("realm_access", new JsonObject().put("roles", new JsonArray().add(role)));
    }

    /** A person with one role. */
    public String person(String subject, String role) {
        return issuer.token(claims(subject, role));
    }

    /** A client's own service account. */
    public String service(String client) {
        return issuer.token(
                claims("service-" + client, "none").put("azp", client).put("client_id", client));
    }

    /** Tokens of a person with the role that must all be refused, by what is wrong with them. */
    public Map<String, String> unsound(String subject, String role) {
        long now = clock.instant().getEpochSecond();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put(
                "expired",
                issuer.token(claims(subject, role).put("iat", now - 600).put("exp", now - 300)));
        tokens.put("not valid yet", issuer.token(claims(subject, role).put("nbf", now + 300)));
        tokens.put("wrong audience", issuer.token(claims(subject, role).put("aud", "storefront")));
        tokens.put("wrong issuer", issuer.token(claims(subject, role).put("iss", SampleIssuer.ISSUER + "-other")));
        tokens.put("unknown client", issuer.token(claims(subject, role).put("azp", "admin-cli")));
        tokens.put("refresh token", issuer.token(claims(subject, role).put("typ", "Refresh")));
        tokens.put("signed by another key", stranger.token(claims(subject, role)));
        String sound = person(subject, role);
        tokens.put("cut", sound.substring(0, sound.lastIndexOf('.') + 1));
        return tokens;
    }
}
