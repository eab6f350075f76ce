package sealswarm.storefront.account;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.account.BoundedHttp.Reply;
import sealswarm.storefront.web.PageRefusal;

/**
 * The OpenID Connect issuer, seen from the shop: discovery that goes on until the issuer answers, the code exchange,
 * refreshing, the shop's own token, signing out. The pages are up before the issuer is. Event loop only.
 */
public final class Issuer {
    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long OWN_TOKEN_MARGIN_SECONDS = 30;

    private final Vertx vertx;
    private final IssuerSettings settings;
    private final InstantSource clock;
    private final BoundedHttp http;
    private @Nullable Endpoints endpoints;
    private @Nullable PublishedKeys keys;
    private @Nullable Future<OwnToken> ownToken;
    private final Promise<Void> found = Promise.promise();
    private boolean complained;

    /** An issuer that is not asked before {@link #discover}. */
    public Issuer(Vertx vertx, IssuerSettings settings, InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.http = new BoundedHttp(vertx);
    }

    /** Asks for the discovery document until it is there; ends then, and never fails. */
    public Future<Void> discover() {
        ask();
        return found.future();
    }

    private void ask() {
        URI document = URI.create(settings.issuer() + "/.well-known/openid-configuration");
        http.get(document)
                .map(reply -> Endpoints.of(settings.issuer(), reply.body()))
                .onSuccess(answer -> {
                    endpoints = answer;
                    keys = new PublishedKeys(vertx, http, answer.keys(), clock);
                    found.tryComplete();
                    LOG.atInfo().addKeyValue("issuer", settings.issuer()).log("issuer found");
                })
                .onFailure(failure -> {
                    if (!complained) {
                        complained = true;
                        LOG.atInfo()
                                .addKeyValue("issuer", settings.issuer())
                                .addKeyValue("reason", failure.getMessage())
                                .log("issuer does not answer yet, asking on");
                    }
                    vertx.setTimer(RETRY_MILLIS, timer -> ask());
                });
    }

    /** Succeeds if the issuer was found and shows its keys now. */
    public Future<?> probe() {
        return ready().compose(found -> http.get(found.keys()))
                .compose(reply -> reply.status() == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(new PageRefusal(ProblemType.UPSTREAM_UNAVAILABLE)));
    }

    /** Where the browser goes to sign in. */
    Optional<URI> signInPage(PendingSignIn pending, String state, URI callback) {
        return Optional.ofNullable(endpoints)
                .map(found -> URI.create(found.authorization()
                        + "?response_type=code&scope=openid&code_challenge_method=S256"
                        + "&client_id=" + BoundedHttp.encode(settings.clientId())
                        + "&redirect_uri=" + BoundedHttp.encode(callback.toString())
                        + "&state=" + BoundedHttp.encode(state)
                        + "&nonce=" + BoundedHttp.encode(pending.nonce())
                        + "&code_challenge=" + BoundedHttp.encode(pending.challenge())));
    }

    /** Exchanges the code of a finished sign-in; the id token must answer to the nonce. */
    Future<Tokens> exchange(String code, PendingSignIn pending, URI callback) {
        return grant(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        callback.toString(),
                        "code_verifier",
                        pending.verifier()))
                .compose(body -> checkedId(body, pending.nonce()).compose(claims -> tokens(body)));
    }

    /** Trades a refresh token for new tokens; fails with {@code unauthenticated} if the issuer ended the session. */
    Future<Tokens> refresh(String refreshToken) {
        return grant(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken))
                .compose(this::tokens);
    }

    /** Ends the session at the issuer, back channel; a failure leaves it to its own end. */
    Future<Void> signOut(String refreshToken) {
        return ready().compose(found -> http.post(
                        found.endSession(),
                        Map.of(
                                "client_id", settings.clientId(),
                                "client_secret", settings.secret().revealSecret(),
                                "refresh_token", refreshToken)))
                .mapEmpty();
    }

    /** The shop's own access token (client credentials), for what it does in its own name; renewed before it ends. */
    public Future<String> ownToken() {
        Future<OwnToken> held = ownToken;
        Instant now = clock.instant();
        if (held == null || held.failed() || (held.succeeded() && !held.result().isGoodAt(now))) {
            held = grant(Map.of("grant_type", "client_credentials")).map(body -> OwnToken.of(body, now));
            ownToken = held;
        }
        return held.map(OwnToken::text);
    }

    /** Forgets the shop's own token, because a service did not take it. */
    public void dropOwnToken() {
        ownToken = null;
    }

    /** The claims of an access token sent to us by one of the allowed parties; fails with {@code unauthenticated}. */
    public Future<JsonObject> bearerClaims(String token, String audience, Set<String> parties) {
        return claims(token, new TokenClaims(settings.issuer().toString(), "Bearer", audience, parties));
    }

    private Future<JsonObject> checkedId(JsonObject body, String nonce) {
        TokenClaims rules =
                new TokenClaims(settings.issuer().toString(), "ID", settings.clientId(), Set.of(settings.clientId()));
        return claims(body.getString("id_token", ""), rules)
                .compose(claims -> nonce.equals(claims.getValue("nonce"))
                        ? Future.succeededFuture(claims)
                        : Future.failedFuture(new PageRefusal(ProblemType.UNAUTHENTICATED)));
    }

    private Future<Tokens> tokens(JsonObject body) {
        String access = body.getString("access_token", "");
        TokenClaims rules = new TokenClaims(settings.issuer().toString(), "Bearer", null, Set.of(settings.clientId()));
        return claims(access, rules).map(claims -> Tokens.of(access, body.getString("refresh_token", ""), claims));
    }

    private Future<JsonObject> claims(String token, TokenClaims rules) {
        PublishedKeys known = keys;
        if (known == null) {
            return Future.failedFuture(new PageRefusal(ProblemType.UPSTREAM_UNAVAILABLE));
        }
        return known.signedClaims(token).compose(claims -> rules.broken(claims, clock.instant())
                .<Future<JsonObject>>map(rule -> {
                    LOG.atInfo().addKeyValue("rule", rule).log("token refused");
                    return Future.failedFuture(new PageRefusal(ProblemType.UNAUTHENTICATED));
                })
                .orElse(Future.succeededFuture(claims)));
    }

    private Future<JsonObject> grant(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.secret().revealSecret());
        return ready().compose(found -> http.post(found.token(), form)).compose(Issuer::granted);
    }

    private static Future<JsonObject> granted(Reply reply) {
        if (reply.status() == 200) {
            return Future.succeededFuture(reply.body());
        }
        LOG.atInfo()
                .addKeyValue("status", reply.status())
                .addKeyValue("error", reply.body().getString("error", ""))
                .log("issuer refused a grant");
        ProblemType type = reply.status() < 500 ? ProblemType.UNAUTHENTICATED : ProblemType.UPSTREAM_UNAVAILABLE;
        return Future.failedFuture(new PageRefusal(type));
    }

    private Future<Endpoints> ready() {
        Endpoints found = endpoints;
        return found == null
                ? Future.failedFuture(new PageRefusal(ProblemType.UPSTREAM_UNAVAILABLE))
                : Future.succeededFuture(found);
    }

    private record OwnToken(String text, Instant expiresAt) {
        static OwnToken of(JsonObject body, Instant now) {
            return new OwnToken(body.getString("access_token", ""), now.plusSeconds(body.getLong("expires_in", 0L)));
        }

        boolean isGoodAt(Instant now) {
            return now.plusSeconds(OWN_TOKEN_MARGIN_SECONDS).isBefore(expiresAt);
        }

        @Override
        public String toString() {
            return "OwnToken[hidden, expiresAt=" + expiresAt + "]";
        }
    }
}
