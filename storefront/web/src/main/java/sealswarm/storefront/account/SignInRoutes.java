package sealswarm.storefront.account;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.ClientAddress;
import sealswarm.storefront.web.Form;
import sealswarm.storefront.web.LocalPath;
import sealswarm.storefront.web.Notice;
import sealswarm.storefront.web.Origin;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.RandomText;
import sealswarm.storefront.web.RateGate;
import sealswarm.storefront.web.Visit;

/**
 * Signing in and out: authorization code with PKCE (RFC 6749, RFC 7636), state bound to the browser and used once,
 * nonce bound to the id token, a new visitor id after each change.
 *
 * <pre>
 * GET  /sign-in?return=PATH   anyone, 60 a minute from one address: 303 to the issuer, or a page that waits for it
 * GET  /sign-in/callback      anyone   303 to PATH
 * POST /sign-out              anyone   303 to /
 * </pre>
 */
public final class SignInRoutes {
    static final String SIGN_IN = "/sign-in";

    private static final Logger LOG = LoggerFactory.getLogger(SignInRoutes.class);
    private static final int MAX_CODE_CHARS = 1_024;
    private static final int ISSUER_RETRY_SECONDS = 3;
    /** Sign-ins begun from one address in a minute: each is a document, and an office shares an address. */
    static final int SIGN_INS_PER_MINUTE = 60;

    private final Pages pages;
    private final Issuer issuer;
    private final SessionStore store;
    private final InstantSource clock;
    private final RandomText random;
    private final RateGate rate;
    private final URI callback;

    /** Routes of a shop at an origin, whose visitors come from {@code addresses}. */
    public SignInRoutes(
            Pages pages,
            Issuer issuer,
            SessionStore store,
            InstantSource clock,
            RandomText random,
            ClientAddress addresses,
            Origin origin) {
        this.pages = pages;
        this.rate = new RateGate(clock, addresses, SIGN_INS_PER_MINUTE, Duration.ofMinutes(1));
        this.issuer = issuer;
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.callback = URI.create(origin + SIGN_IN + "/callback");
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        router.get(SIGN_IN).handler(rate).handler(this::begin);
        router.get(SIGN_IN + "/callback").handler(this::finish);
        router.post("/sign-out").handler(this::signOut);
    }

    private void begin(RoutingContext context) {
        String returnTo = LocalPath.of(
                Form.query(context).text("return", LocalPath.MAX_CHARS).orElse("/"));
        String state = random.token();
        PendingSignIn pending = new PendingSignIn(
                Visit.of(context).sessionKey(),
                random.token(),
                random.token(),
                returnTo,
                clock.instant().plus(PendingSignIn.LIFE));
        Optional<URI> page = issuer.signInPage(pending, state, callback);
        Future<Void> answer = page.isEmpty()
                ? waiting(context)
                : store.begin(PendingSignIn.key(state), pending)
                        .compose(begun -> Pages.sendOn(context, page.get().toString()));
        answer.onFailure(context::fail);
    }

    private Future<Void> waiting(RoutingContext context) {
        context.response().setStatusCode(503).putHeader("Retry-After", String.valueOf(ISSUER_RETRY_SECONDS));
        return pages.showWaiting(
                context, "issuer-waiting.jte", "sign-in.waiting.title", ISSUER_RETRY_SECONDS, Map.of());
    }

    private void finish(RoutingContext context) {
        Form query = Form.query(context);
        Optional<String> code = query.text("code", MAX_CODE_CHARS);
        Optional<String> state = query.text("state", RandomText.TOKEN_BYTES * 2);
        if (state.isEmpty() || code.isEmpty()) {
            context.fail(new PageRefusal(ProblemType.UNAUTHENTICATED));
            return;
        }
        store.take(PendingSignIn.key(state.get()))
                .compose(found -> pending(context, found))
                .compose(pending -> issuer.exchange(code.get(), pending, callback)
                        .compose(tokens -> start(context, tokens))
                        .compose(started -> Pages.sendOn(context, pending.returnTo())))
                .onFailure(context::fail);
    }

    private Future<PendingSignIn> pending(RoutingContext context, Optional<PendingSignIn> found) {
        Instant now = clock.instant();
        return found.filter(pending -> now.isBefore(pending.expiresAt()))
                .filter(pending -> pending.visitorKey().equals(Visit.of(context).sessionKey()))
                .map(Future::succeededFuture)
                .orElse(Future.failedFuture(new PageRefusal(ProblemType.UNAUTHENTICATED)));
    }

    private Future<Void> start(RoutingContext context, Tokens tokens) {
        Visit visit = Visit.of(context);
        visit.renew(random);
        LOG.atInfo().addKeyValue("subject", tokens.viewer().subject()).log("signed in");
        return store.add(Session.begin(visit.sessionKey(), tokens, clock.instant()));
    }

    private void signOut(RoutingContext context) {
        Visit visit = Visit.of(context);
        String key = visit.sessionKey();
        store.find(key)
                .compose(found -> store.remove(key).map(found))
                .compose(found -> found.map(
                                session -> issuer.signOut(session.refresh()).recover(SignInRoutes::signedOutHereOnly))
                        .orElse(Future.succeededFuture()))
                .compose(done -> {
                    visit.renew(random);
                    return Pages.sendOn(context, Notice.SIGNED_OUT.on("/"));
                })
                .onFailure(context::fail);
    }

    private static Future<Void> signedOutHereOnly(Throwable failure) {
        LOG.atInfo()
                .addKeyValue("reason", failure.getMessage())
                .log("issuer did not end the session, it ends by itself");
        return Future.succeededFuture();
    }
}
