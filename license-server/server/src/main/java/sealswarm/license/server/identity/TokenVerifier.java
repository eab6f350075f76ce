package sealswarm.license.server.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.Authenticator;
import sealswarm.license.server.http.Caller;
import sealswarm.license.server.http.ProblemException;
import sealswarm.license.server.http.Role;

/**
 * Checks access tokens (RFC 7519, RFC 9068 in Keycloak's form) against the issuer's public keys, never by asking the issuer.
 * Of the header only {@code alg} and {@code kid} are used: a token cannot bring or name its own key. Thread-safe.
 *
 * <p>A refusal does not say which check failed: who forges tokens learns nothing.
 */
public final class TokenVerifier implements Authenticator {
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final TokenRules rules;
    private final KeyRing keys;
    private final InstantSource clock;

    TokenVerifier(TokenRules rules, KeyRing keys, InstantSource clock) {
        this.rules = rules;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A verifier that fetches keys over HTTP.
     *
     * @param keySet the pinned address of the issuer's key set; no token can change it
     */
    public static TokenVerifier fetching(Vertx vertx, TokenRules rules, URI keySet, InstantSource clock) {
        KeySource source = new VertxKeySource(vertx, keySet);
        return new TokenVerifier(rules, new KeyRing(vertx, source, rules.algorithms(), clock), clock);
    }

    /** Succeeds if tokens can be checked: the readiness check {@code issuer-keys}. */
    public Future<Void> ready() {
        return keys.ready();
    }

    @Override
    public Future<Caller> authenticate(String bearerToken) {
        if (bearerToken.length() > TokenRules.MAX_LENGTH
                || !COMPACT.matcher(bearerToken).matches()) {
            return Future.failedFuture(refused());
        }
        JsonObject header;
        try {
            byte[] first = Base64.getUrlDecoder().decode(bearerToken.substring(0, bearerToken.indexOf('.')));
            header = new JsonObject(new String(first, StandardCharsets.UTF_8));
            return verify(bearerToken, header.getString("alg", ""), header.getString("kid", ""), header);
        } catch (IllegalArgumentException | DecodeException | ClassCastException malformed) {
            return Future.failedFuture(refused());
        }
    }

    private Future<Caller> verify(String token, String algorithm, String kid, JsonObject header) {
        // RFC 7515: a header with extensions it calls critical must be refused by who does not know them.
        if (!rules.algorithms().contains(algorithm) || kid.isEmpty() || header.containsKey("crit")) {
            return Future.failedFuture(refused());
        }
        return keys.find(kid).compose(found -> {
            if (found.isEmpty() || !found.get().algorithm().equals(algorithm)) {
                return Future.failedFuture(refused());
            }
            return checkSignature(found.get(), token).map(this::callerOf);
        });
    }

    /** The library fails a future for a forged token, and throws for claims of a wrong type: both are a refusal. */
    private static Future<User> checkSignature(IssuerKeys.Key key, String token) {
        try {
            return key.verifier()
                    .authenticate(new TokenCredentials(token))
                    .recover(forged -> Future.failedFuture(refused()));
        } catch (RuntimeException malformed) {
            return Future.failedFuture(refused());
        }
    }

    private Caller callerOf(User user) {
        try {
            return callerOf(user.attributes().getJsonObject("accessToken"));
        } catch (ClassCastException wrongType) {
            throw refused();
        }
    }

    private Caller callerOf(JsonObject claims) {
        String subject = claims.getString("sub", "");
        String client = claims.getString("azp", "");
        boolean sound = rules.issuer().equals(claims.getString("iss"))
                && isForUs(claims.getValue("aud"))
                && "Bearer".equals(claims.getString("typ"))
                && rules.clients().contains(client)
                && SUBJECT.matcher(subject).matches()
                && isTimely(claims);
        if (!sound) {
            throw refused();
        }
        // Keycloak puts client_id into the tokens of service accounts only; a person's token of the same client has
        // none.
        return client.equals(claims.getString("client_id"))
                ? Caller.service(subject, client)
                : Caller.person(subject, client, roles(claims));
    }

    private boolean isForUs(Object audience) {
        return audience instanceof JsonArray many
                ? many.contains(rules.audience())
                : rules.audience().equals(audience);
    }

    private boolean isTimely(JsonObject claims) {
        Instant now = clock.instant();
        Long expires = claims.getLong("exp");
        long notBefore = claims.getLong("nbf", 0L);
        long issued = claims.getLong("iat", 0L);
        long latest = now.plus(TokenRules.SKEW).getEpochSecond();
        return expires != null
                && expires > now.minus(TokenRules.SKEW).getEpochSecond()
                && notBefore <= latest
                && issued <= latest;
    }

    private static Set<Role> roles(JsonObject claims) {
        JsonObject access = claims.getJsonObject("realm_access", new JsonObject());
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (Object name : access.getJsonArray("roles", new JsonArray())) {
            Role.named(String.valueOf(name)).ifPresent(roles::add);
        }
        return roles;
    }

    private static ProblemException refused() {
        return ProblemException.of(ProblemType.UNAUTHENTICATED, "the access token is not valid; sign in again");
    }
}
