package sealswarm.storefront.account;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.PageRefusal;

/**
 * The issuer's signing keys (RFC 7517) and the check of a token's signature with them. Keys are fetched from one pinned
 * place, at most every ten seconds, one fetch at a time; an unknown {@code kid} asks again, junk asks nobody. Old keys
 * serve for an hour while the issuer is down. Event loop only.
 */
final class PublishedKeys {
    /** Longest token looked at. */
    static final int MAX_TOKEN_CHARS = 16 * 1024;

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration STALE = Duration.ofHours(1);
    private static final Duration APART = Duration.ofSeconds(10);
    private static final String ALGORITHM = "RS256";

    private final Vertx vertx;
    private final BoundedHttp http;
    private final URI place;
    private final InstantSource clock;
    private @Nullable Future<KeySet> asked;
    private Instant askedAt = Instant.EPOCH;
    private KeySet known = new KeySet(Set.of(), null, Instant.EPOCH);

    PublishedKeys(Vertx vertx, BoundedHttp http, URI place, InstantSource clock) {
        this.vertx = vertx;
        this.http = http;
        this.place = place;
        this.clock = clock;
    }

    /** The claims of a token signed by the issuer; fails with {@code unauthenticated}. Times are not judged here. */
    Future<JsonObject> signedClaims(String token) {
        String kid = kid(token);
        if (kid.isEmpty()) {
            return refused();
        }
        return keysFor(kid).compose(keys -> {
            JWTAuth check = keys.check();
            if (check == null || !keys.kids().contains(kid)) {
                return refused();
            }
            return check.authenticate(new TokenCredentials(token))
                    .map(user -> user.attributes().getJsonObject("accessToken"))
                    .recover(failure -> refused());
        });
    }

    private Future<KeySet> keysFor(String kid) {
        Instant now = clock.instant();
        boolean fresh = now.isBefore(known.fetchedAt().plus(FRESH));
        if (fresh && known.kids().contains(kid)) {
            return Future.succeededFuture(known);
        }
        Future<KeySet> running = asked;
        if (running != null && !running.isComplete()) {
            return running;
        }
        boolean usable = now.isBefore(known.fetchedAt().plus(STALE));
        if (now.isBefore(askedAt.plus(APART))) {
            return usable ? Future.succeededFuture(known) : unavailable();
        }
        askedAt = now;
        Future<KeySet> asking = http.get(place)
                .compose(reply -> reply.status() == 200
                        ? Future.succeededFuture(keySet(reply.body(), now))
                        : PublishedKeys.<KeySet>unavailable())
                .onSuccess(found -> known = found)
                .recover(failure -> usable ? Future.succeededFuture(known) : unavailable());
        asked = asking;
        return asking;
    }

    private KeySet keySet(JsonObject document, Instant now) {
        JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        Set<String> kids = new HashSet<>();
        JsonArray keys = document.getJsonArray("keys", new JsonArray());
        for (Object member : keys) {
            if (member instanceof JsonObject key
                    && "sig".equals(key.getValue("use"))
                    && ALGORITHM.equals(key.getValue("alg"))
                    && key.getValue("kid") instanceof String kid) {
                options.addJwk(key);
                kids.add(kid);
            }
        }
        return new KeySet(Set.copyOf(kids), kids.isEmpty() ? null : JWTAuth.create(vertx, options), now);
    }

    /** The key id of a token of our one algorithm; empty if it is none. */
    private static String kid(String token) {
        int dot = token.indexOf('.');
        if (dot < 1 || token.length() > MAX_TOKEN_CHARS) {
            return "";
        }
        try {
            byte[] head = Base64.getUrlDecoder().decode(token.substring(0, dot));
            JsonObject header = new JsonObject(new String(head, StandardCharsets.UTF_8));
            boolean ours = ALGORITHM.equals(header.getValue("alg"));
            return ours && header.getValue("kid") instanceof String kid ? kid : "";
        } catch (IllegalArgumentException | DecodeException e) {
            return "";
        }
    }

    private static <T> Future<T> refused() {
        return Future.failedFuture(new PageRefusal(ProblemType.UNAUTHENTICATED));
    }

    private static <T> Future<T> unavailable() {
        return Future.failedFuture(new PageRefusal(ProblemType.UPSTREAM_UNAVAILABLE));
    }

    private record KeySet(Set<String> kids, @Nullable JWTAuth check, Instant fetchedAt) {}
}
