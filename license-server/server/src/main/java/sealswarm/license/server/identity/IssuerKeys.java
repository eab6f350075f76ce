package sealswarm.license.server.identity;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The issuer's signature keys at one time, each with its own verifier so that a key only ever checks its own algorithm.
 * Immutable.
 */
final class IssuerKeys {
    /** Largest key set document. */
    static final int MAX_BYTES = 64 * 1024;

    /** Most keys taken from a document; more is refused. */
    static final int MAX_KEYS = 32;

    /** A key's verifier and the only algorithm it may be used with. */
    record Key(String algorithm, JWTAuth verifier) {}

    private final Map<String, Key> byKid;
    private final Instant fetchedAt;

    private IssuerKeys(Map<String, Key> byKid, Instant fetchedAt) {
        this.byKid = Map.copyOf(byKid);
        this.fetchedAt = fetchedAt;
    }

    /**
     * Reads a key set. Encryption keys and keys of other algorithms are left out.
     *
     * @throws IllegalArgumentException if it is no key set or holds more than {@link #MAX_KEYS} keys
     */
    static IssuerKeys parse(Vertx vertx, Buffer document, Set<String> algorithms, Instant now) {
        Map<String, Key> keys = new HashMap<>();
        try {
            JsonArray listed = document.toJsonObject().getJsonArray("keys");
            if (listed == null || listed.size() > MAX_KEYS) {
                throw new IllegalArgumentException("key set: expected at most " + MAX_KEYS + " keys");
            }
            for (int i = 0; i < listed.size(); i++) {
                JsonObject jwk = listed.getJsonObject(i);
                String kid = jwk.getString("kid", "");
                String algorithm = jwk.getString("alg", "");
                if (!kid.isEmpty() && "sig".equals(jwk.getString("use")) && algorithms.contains(algorithm)) {
                    keys.put(kid, new Key(algorithm, verifier(vertx, jwk)));
                }
            }
        } catch (DecodeException | ClassCastException malformed) {
            throw new IllegalArgumentException("key set: not a JSON key set", malformed);
        }
        return new IssuerKeys(keys, now);
    }

    private static JWTAuth verifier(Vertx vertx, JsonObject jwk) {
        // Times are checked by our own clock; issuer and audience with all other claims, in one place.
        JWTOptions options = new JWTOptions().setIgnoreExpiration(true);
        return JWTAuth.create(vertx, new JWTAuthOptions().addJwk(jwk).setJWTOptions(options));
    }

    Optional<Key> find(String kid) {
        return Optional.ofNullable(byKid.get(kid));
    }

    Instant fetchedAt() {
        return fetchedAt;
    }
}
