package sealswarm.license.server.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;

/** An issuer of access tokens with a key made in the test; its claims look like Keycloak's. */
final class SampleIssuer {
    static final String ISSUER = "http://127.0.0.1:8180/realms/sealswarm";

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final String kid;
    private final KeyPair pair;

    SampleIssuer(String kid) {
        this.kid = kid;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
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
        return token(new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", kid), claims);
    }

    String token(JsonObject header, JsonObject claims) {
        String signed = encode(header.toString()) + "." + encode(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String encode(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** This issuer's key set: the signature key, and an encryption key as Keycloak publishes one too. */
    Buffer keySet() {
        return new JsonObject()
                .put("keys", new JsonArray().add(jwk(kid, "sig", "RS256")).add(jwk(kid + "-enc", "enc", "RSA-OAEP")))
                .toBuffer();
    }

    JsonObject jwk(String id, String use, String algorithm) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return new JsonObject()
                .put("kid", id)
                .put("kty", "RSA")
                .put("alg", algorithm)
                .put("use", use)
                .put("n", unsigned(key.getModulus()))
                .put("e", unsigned(key.getPublicExponent()));
    }

    byte[] publicKeyBytes() {
        return pair.getPublic().getEncoded();
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int skip = bytes[0] == 0 ? 1 : 0;
        return URL.encodeToString(java.util.Arrays.copyOfRange(bytes, skip, bytes.length));
    }
}
