package sealswarm.storefront.web;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The frame all routes hang in: first the checks that hold for every request, then assets, then form checks, then the
 * features' routes. {@link #begin} comes first, then {@link #open}, and
 * {@link #forms} before the first form.
 */
public final class Shell {
    /** Most bytes of a form or of an unsafe request to a page. */
    public static final long MAX_FORM_BYTES = 64 * 1024;
    /** Version in the path of our own assets; changes whenever one of them does. */
    public static final String ASSETS = "/assets/1";

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final int YEAR_SECONDS = (int) Duration.ofDays(365).toSeconds();
    private static final int[] ERROR_STATUS = {400, 401, 403, 404, 405, 413, 414, 415, 421, 500, 503};

    private final Pages pages;
    private final RandomText random;
    private final Origin origin;
    private final Origin issuer;

    /** The shell of a shop that is reached at an origin and signs people in at an issuer's origin. */
    public Shell(Pages pages, RandomText random, Origin origin, Origin issuer) {
        this.pages = pages;
        this.random = random;
        this.origin = origin;
        this.issuer = issuer;
    }

    /** Adds error pages, request ids and the visitor's cookie: what every answer has. */
    public void begin(Router router) {
        ErrorPages errors = new ErrorPages(pages);
        for (int status : ERROR_STATUS) {
            router.errorHandler(status, errors);
        }
        router.route().handler(this::visit);
    }

    /** Adds the security headers, the host check and the assets: what every page has. */
    public void open(Router router) {
        router.route().handler(new HeadGuard(origin, issuer));
        router.get("/webjars/*").handler(immutable(StaticHandler.create("META-INF/resources/webjars")));
        router.head("/webjars/*").handler(immutable(StaticHandler.create("META-INF/resources/webjars")));
        router.get(ASSETS + "/*").handler(immutable(StaticHandler.create("sealswarm/storefront/assets")));
        router.head(ASSETS + "/*").handler(immutable(StaticHandler.create("sealswarm/storefront/assets")));
    }

    /** Adds reading and checking of forms for every path outside {@code /api}, which has bodies of its own. */
    public void forms(Router router) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES);
        FormGuard guard = new FormGuard(origin);
        router.route().handler(context -> {
            if (context.request().path().startsWith("/api/")) {
                context.next();
            } else {
                body.handle(context);
            }
        });
        router.route().handler(context -> {
            if (context.request().path().startsWith("/api/")) {
                context.next();
            } else {
                guard.handle(context);
            }
        });
        router.post("/theme").handler(this::theme);
    }

    /** A route that answers GET, and HEAD with the same head and no body; handlers run in their order. */
    @SafeVarargs
    public static void page(Router router, String path, Handler<RoutingContext>... handlers) {
        Route route = router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
        for (Handler<RoutingContext> handler : handlers) {
            route.handler(handler);
        }
    }

    private void visit(RoutingContext context) {
        String given = context.request().getHeader("X-Request-Id");
        String requestId = given != null && REQUEST_ID.matcher(given).matches() ? given : random.shortId();
        context.response().putHeader("X-Request-Id", requestId);
        Visit.begin(context, random, requestId);
        context.next();
    }

    private void theme(RoutingContext context) {
        Theme theme = Theme.of(Form.of(context).text("theme", 10).orElse(""));
        Cookie cookie = Cookie.cookie(Pages.THEME_COOKIE, theme.text())
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setMaxAge(theme == Theme.SYSTEM ? 0 : YEAR_SECONDS);
        context.response().addCookie(cookie);
        Pages.sendOn(
                context,
                LocalPath.of(
                        Form.of(context).text("return", LocalPath.MAX_CHARS).orElse("/")));
    }

    private static StaticHandler immutable(StaticHandler files) {
        return files.setMaxAgeSeconds(YEAR_SECONDS).setDirectoryListing(false).setIncludeHidden(false);
    }
}
