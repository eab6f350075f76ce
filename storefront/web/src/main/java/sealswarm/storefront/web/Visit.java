package sealswarm.storefront.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of its visitor: the visitor cookie, what is derived from it, and who is signed in. The cookie is
 * a 256-bit id that means nothing by itself; sessions are stored under its digest, and form tokens are another digest
 * of it, so that visitors who never sign in leave nothing in the store. Event loop only.
 */
public final class Visit {
    /** Name of the visitor cookie; cookies are shared by all ports of a host, so each role has a name of its own. */
    public static final String COOKIE = "__Host-sealswarm-shop";

    private static final String KEY = Visit.class.getName();
    private static final String SESSION = "sealswarm/1/shop-session";
    private static final String FORM = "sealswarm/1/shop-form";

    private final RoutingContext context;
    private final String requestId;
    private String cookieId;
    private boolean fresh;
    private @Nullable Viewer viewer;

    private Visit(RoutingContext context, String cookieId, String requestId) {
        this.context = context;
        this.cookieId = cookieId;
        this.requestId = requestId;
    }

    /** Reads or makes the visitor cookie and remembers the visit on the request. */
    static Visit begin(RoutingContext context, RandomText random, String requestId) {
        Cookie cookie = context.request().getCookie(COOKIE);
        Visit visit;
        if (cookie != null && RandomText.isToken(cookie.getValue())) {
            visit = new Visit(context, cookie.getValue(), requestId);
        } else {
            visit = new Visit(context, "", requestId);
            visit.renew(random);
        }
        context.put(KEY, visit);
        return visit;
    }

    /** The visit of a request that passed the shell's first handler. */
    public static Visit of(RoutingContext context) {
        Visit visit = context.get(KEY);
        if (visit == null) {
            throw new IllegalStateException("no visit on " + context.request().path());
        }
        return visit;
    }

    /** Gives the visitor a new id: after signing in and out, so that an id planted before is worth nothing. */
    public void renew(RandomText random) {
        cookieId = random.token();
        fresh = true;
        context.response()
                .addCookie(Cookie.cookie(COOKIE, cookieId)
                        .setPath("/")
                        .setSecure(true)
                        .setHttpOnly(true)
                        .setSameSite(CookieSameSite.LAX));
    }

    /** Whether the visitor came without a usable cookie, so that nothing can be stored under it. */
    public boolean isNew() {
        return fresh;
    }

    /** The key sessions of this visitor are stored under. */
    public String sessionKey() {
        return RandomText.digest(SESSION, cookieId);
    }

    /** The token that forms of this visitor carry. */
    public String formToken() {
        return RandomText.digest(FORM, cookieId);
    }

    /** The id of this request in logs and on pages. */
    public String requestId() {
        return requestId;
    }

    /** Remembers who is signed in. */
    public void signedIn(Viewer person) {
        viewer = person;
    }

    /** Who is signed in, if anybody is. */
    public Optional<Viewer> viewer() {
        return Optional.ofNullable(viewer);
    }
}
