package sealswarm.license.server.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import sealswarm.trial.TokenKey;

/** An issuer of access tokens with a key made in the test; its claims look like Keycloak's. */
final class SampleIssuer {
    static final String ISSUER = "http://127.0.0.1:8180/realms/sealswarm";

    private final String kid;
    private final TokenKey key;

    SampleIssuer(String kid) {
        this.kid = kid;
        this.key = new TokenKey(kid);
    }

    static JsonObject claims(Instant now) {
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", new JsonArray().add("license-server").add("account"))
                .put("sub", "0b0f6a3e-7c8e-4c2e-9f53-000000000001")
                .put("typ", "Bearer")
                .put("azp", "player")
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 300)
                .put(
                        "realm_access",
                        new JsonObject()
                                .put("roles", new JsonArray().add("buyer").add("offline_access")));
    }

    String token(JsonObject claims) {
        return key.sign(claims.toString());
    }

    String token(JsonObject header, JsonObject claims) {
        return key.sign(header.toString(), claims.toString());
    }

    /** This issuer's key set: the signature key, and an encryption key as Keycloak publishes one too. */
    Buffer keySet() {
        return new JsonObject()
                .put("keys", new JsonArray().add(jwk(kid, "sig", "RS256")).add(jwk(kid + "-enc", "enc", "RSA-OAEP")))
                .toBuffer();
    }

    JsonObject jwk(String id, String use, String algorithm) {
        return new JsonObject(key.jwk(id, use, algorithm));
    }

    byte[] publicKeyBytes() {
        return key.publicKeyBytes();
    }
}
