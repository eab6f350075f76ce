package sealswarm.license.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.format.problem.FormatException;
import sealswarm.license.problem.ProblemType;

/**
 * Serves a route table: request id, host, admission, token, body limit and media type are checked in this order before a
 * handler sees the request, so a stranger cannot make the server read or parse a body. Every failure becomes a problem
 * document; a failure nobody expected is logged with its request id and told as {@code internal}.
 */
public final class ApiRouter {
    /** Most requests being answered at once; beyond, {@code overloaded}. Bounds the queues of {@link Workers}. */
    public static final int MAX_IN_FLIGHT = 512;

    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Set<String> SEEN_HEADERS = Set.of("idempotency-key", "if-none-match", "accept");
    private static final String REQUEST_ID_KEY = "requestId";
    private static final String CALLER_KEY = "caller";

    private final Authenticator authenticator;
    private final Set<String> hosts;
    private final Set<String> watchers;
    private final ApiMetrics metrics;
    private final SecureRandom random;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * @param authenticator checks bearer tokens
     * @param hosts host names this server answers for, in lower case, without ports
     * @param watchers numeric addresses that may read health and metrics, beside loopback
     * @param metrics counts and times
     * @param random for request ids
     */
    public ApiRouter(
            Authenticator authenticator,
            Set<String> hosts,
            Set<String> watchers,
            ApiMetrics metrics,
            SecureRandom random) {
        this.authenticator = authenticator;
        this.hosts = Set.copyOf(hosts);
        this.watchers = Set.copyOf(watchers);
        this.metrics = metrics;
        this.random = random;
    }

    /** A router that serves exactly these routes. */
    public Router serve(Vertx vertx, List<ApiRoute> routes) {
        Router router = Router.router(vertx);
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
            router.errorHandler(status, context -> fail(context, failureOf(context, status)));
        }
        router.route().handler(this::enter);
        for (ApiRoute route : routes) {
            install(router, route);
        }
        router.route().failureHandler(context -> fail(context, failureOf(context, context.statusCode())));
        return router;
    }

    private void install(Router router, ApiRoute route) {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(Math.max(1, route.maxBodyBytes()));
        for (HttpMethod method : methods(route)) {
            io.vertx.ext.web.Route entry = router.route(method, route.routerPath())
                    .handler(context -> authorise(context, route))
                    .handler(context -> checkBody(context, route));
            if (route.maxBodyBytes() > 0) {
                // A lambda, because the router wants body handlers before all others; ours must come after the token.
                entry = entry.handler(context -> body.handle(context));
            }
            entry.handler(context -> answer(context, route));
        }
    }

    private static List<HttpMethod> methods(ApiRoute route) {
        return route.method().equals(HttpMethod.GET)
                ? List.of(HttpMethod.GET, HttpMethod.HEAD)
                : List.of(route.method());
    }

    private void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        String sent = request.getHeader("X-Request-Id");
        String requestId = sent != null && REQUEST_ID.matcher(sent).matches() ? sent : newId();
        context.put(REQUEST_ID_KEY, requestId);
        response.putHeader("X-Request-Id", requestId)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        String area = area(request.path() == null ? "/" : request.path());
        long started = metrics.start();
        int now = inFlight.incrementAndGet();
        context.addEndHandler(ended -> {
            inFlight.decrementAndGet();
            metrics.answered(area, response.getStatusCode(), started);
        });
        String host = request.authority() == null ? "" : request.authority().host();
        if (!isDecodable(context)) {
            context.fail(Problems.ofStatus(400));
        } else if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
            context.fail(ProblemException.of(ProblemType.UNKNOWN_HOST, "the Host header names another server"));
        } else if (now > MAX_IN_FLIGHT) {
            context.fail(ProblemException.of(ProblemType.OVERLOADED, "too many requests are being answered"));
        } else {
            context.next();
        }
    }

    /** Whether path and query are properly percent-encoded; the router itself throws where they are not. */
    private static boolean isDecodable(RoutingContext context) {
        try {
            return !context.normalizedPath().isEmpty() && !context.queryParams().contains("\0");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private void authorise(RoutingContext context, ApiRoute route) {
        if (route.access().who() == Access.Who.WATCHERS && !mayWatch(context.request())) {
            context.fail(Problems.ofStatus(404));
            return;
        }
        if (route.access().who() != Access.Who.LISTED) {
            context.put(CALLER_KEY, Caller.NOBODY);
            context.next();
            return;
        }
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            context.fail(ProblemException.of(ProblemType.UNAUTHENTICATED, "send an access token as Bearer"));
            return;
        }
        // Nothing reads the body while the keys of an unknown issuer key id are fetched.
        context.request().pause();
        authenticator.authenticate(header.substring(7).trim()).onComplete(checked -> {
            context.request().resume();
            if (checked.failed()) {
                context.fail(checked.cause());
            } else if (!route.access().admits(checked.result())) {
                context.fail(ProblemException.of(
                        ProblemType.ROLE_MISSING,
                        "this needs " + needed(route.access()) + "; sign in with an account that has it"));
            } else {
                context.put(CALLER_KEY, checked.result());
                context.next();
            }
        });
    }

    /** Headers are not asked: whoever may watch is known by the address of the connection itself. */
    private boolean mayWatch(HttpServerRequest request) {
        String address =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        return address != null
                && (address.startsWith("127.")
                        || address.equals("0:0:0:0:0:0:0:1")
                        || address.equals("::1")
                        || watchers.contains(address));
    }

    private static String needed(Access access) {
        String roles = access.roles().stream().map(Role::realmName).sorted().reduce("", (a, b) -> a + " " + b);
        String services = access.services().stream().sorted().reduce("", (a, b) -> a + " " + b);
        return (roles.isEmpty() ? "" : "one of the roles" + roles)
                + (roles.isEmpty() || services.isEmpty() ? "" : ", or ")
                + (services.isEmpty() ? "" : "the service" + services);
    }

    private static void checkBody(RoutingContext context, ApiRoute route) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        boolean hasBody = request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
        if (hasBody && route.maxBodyBytes() == 0) {
            context.fail(ProblemException.of(ProblemType.TOO_LARGE, "this route takes no body"));
        } else if (hasBody && !isJson(request.getHeader("Content-Type"))) {
            context.fail(Problems.ofStatus(415));
        } else {
            context.next();
        }
    }

    private static boolean isJson(@org.jspecify.annotations.Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String essence = (parameters < 0 ? type : type.substring(0, parameters)).trim();
        return essence.equals(Reply.JSON)
                || (essence.startsWith("application/vnd.sealswarm.") && essence.endsWith("+json"));
    }

    private void answer(RoutingContext context, ApiRoute route) {
        Future<Reply> reply;
        try {
            reply = route.handler().handle(requestOf(context));
        } catch (RuntimeException failure) {
            reply = Future.failedFuture(failure);
        }
        reply.compose(answer -> send(context, answer)).onFailure(context::fail);
    }

    private static ApiRequest requestOf(RoutingContext context) {
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(entry -> {
            if (query.put(entry.getKey(), entry.getValue()) != null) {
                throw ProblemException.malformed("query." + entry.getKey(), "one value");
            }
        });
        Map<String, String> headers = new HashMap<>();
        for (String name : SEEN_HEADERS) {
            String value = context.request().getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        Buffer body = context.body() == null ? null : context.body().buffer();
        Caller caller = context.get(CALLER_KEY);
        return new ApiRequest(
                context.get(REQUEST_ID_KEY),
                caller,
                context.pathParams(),
                query,
                headers,
                body == null ? Buffer.buffer() : body);
    }

    private static Future<Void> send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (reply instanceof Reply.Pages pages) {
            return pages.source().next().compose(first -> {
                head(response, reply).setChunked(true);
                return first.isEmpty() ? response.end() : sendPages(response, pages.source(), first.get());
            });
        }
        Buffer body = ((Reply.Whole) reply).body();
        head(response, reply);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(body.length()));
            return response.end();
        }
        return response.end(body);
    }

    private static Future<Void> sendPages(HttpServerResponse response, Reply.PageSource source, Buffer page) {
        return response.write(page).compose(written -> source.next()).compose(next -> {
            return next.isEmpty() ? response.end() : sendPages(response, source, next.get());
        });
    }

    private static HttpServerResponse head(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.status());
        if (!reply.mediaType().isEmpty()) {
            response.putHeader("Content-Type", reply.mediaType());
        }
        reply.headers().forEach(response::putHeader);
        return response;
    }

    private static Throwable failureOf(RoutingContext context, int status) {
        Throwable failure = context.failure();
        return failure == null || (status != 500 && !isRefusal(failure)) ? Problems.ofStatus(status) : failure;
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException || failure instanceof FormatException;
    }

    /** The one place where a request fails. Once the head is out only cutting the connection still tells the client. */
    private void fail(RoutingContext context, Throwable failure) {
        String requestId = context.get(REQUEST_ID_KEY);
        String id = requestId == null ? newId() : requestId;
        ProblemException problem;
        if (failure instanceof ProblemException known) {
            problem = known;
        } else if (failure instanceof FormatException refused) {
            problem = Problems.ofFormat(refused);
        } else {
            LOG.atError().setCause(failure).addKeyValue("requestId", id).log("request failed");
            problem = Problems.ofStatus(500);
        }
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            context.request().connection().close();
        } else if (!response.ended()) {
            Reply.Whole reply = (Reply.Whole) Problems.reply(problem, id);
            head(response, reply).putHeader("X-Request-Id", id);
            response.end(reply.body());
        }
    }

    private String newId() {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** First path segment after the version: few values, so it may be a metric's label. */
    private static String area(String path) {
        String[] segments = path.split("/", 4);
        String name = segments.length > 2 && segments[1].equals("v1") ? segments[2] : segments[1];
        return name.matches("[a-z]{2,12}") ? name : "other";
    }
}
