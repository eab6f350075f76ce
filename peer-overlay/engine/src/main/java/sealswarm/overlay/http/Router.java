package sealswarm.overlay.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of a request. A path is segments of {@code A-Z a-z 0-9 . _ -} and nothing else, so that no encoding, dot
 * segment or doubled slash ever reaches a handler; all of them are simply not found.
 */
public final class Router implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_SEGMENTS = 6;

    private final List<Route> routes = new ArrayList<>();
    private final RandomGenerator random;

    private record Route(HttpMethod method, List<String> pattern, Consumer<Exchange> handler) {
        @Nullable
        Map<String, String> match(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return null;
            }
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String expected = pattern.get(i);
                if (expected.startsWith(":")) {
                    parameters.put(expected.substring(1), segments.get(i));
                } else if (!expected.equals(segments.get(i))) {
                    return null;
                }
            }
            return parameters;
        }
    }

    /** A router without routes; {@code random} makes request ids. */
    public Router(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a route such as {@code /webseed/:token/:name}; the first that matches is taken. */
    public Router on(HttpMethod method, String pattern, Consumer<Exchange> handler) {
        routes.add(new Route(method, List.of(pattern.substring(1).split("/", -1)), handler));
        return this;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String requestId = requestId(request);
        request.response().putHeader("X-Request-Id", requestId).putHeader("X-Content-Type-Options", "nosniff");
        Exchange unrouted = new Exchange(request, Map.of(), requestId);
        List<String> segments = segments(request.path());
        TreeSet<String> otherMethods = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> parameters = segments.isEmpty() ? null : route.match(segments);
            if (parameters != null && route.method().equals(request.method())) {
                run(route, new Exchange(request, parameters, requestId));
                return;
            }
            if (parameters != null) {
                otherMethods.add(route.method().name());
            }
        }
        if (otherMethods.isEmpty()) {
            unrouted.refuse(Problem.notFound("nothing here"));
            return;
        }
        request.response().putHeader("Allow", String.join(", ", otherMethods));
        unrouted.refuse(Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "allowed: " + String.join(", ", otherMethods)));
    }

    private static void run(Route route, Exchange exchange) {
        HttpServerRequest request = exchange.request();
        boolean readsOnly =
                route.method().equals(HttpMethod.GET) || route.method().equals(HttpMethod.HEAD);
        String length = request.getHeader("Content-Length");
        if (readsOnly && (request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0")))) {
            request.response().putHeader("Connection", "close");
            exchange.refuse(Problem.malformed("a " + route.method() + " has no body"));
            return;
        }
        try {
            route.handler().accept(exchange);
            LOG.debug(
                    "{} /{} answered, request {}",
                    route.method(),
                    String.join("/", route.pattern()),
                    exchange.requestId());
        } catch (RuntimeException e) {
            failed(exchange, route, e);
        }
    }

    private static void failed(Exchange exchange, Route route, RuntimeException failure) {
        // The pattern, not the path: paths hold tokens.
        LOG.error(
                "{} /{} failed, request {}",
                route.method(),
                String.join("/", route.pattern()),
                exchange.requestId(),
                failure);
        exchange.refuse(Problem.of(ProblemKind.INTERNAL, "internal error"));
    }

    private String requestId(HttpServerRequest request) {
        String given = request.getHeader("X-Request-Id");
        return given != null && REQUEST_ID.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(random.nextLong());
    }

    /** The path's segments; none if it is not made of plain ones. */
    private static List<String> segments(@Nullable String path) {
        if (path == null || !path.startsWith("/")) {
            return List.of();
        }
        List<String> segments = List.of(path.substring(1).split("/", MAX_SEGMENTS + 1));
        boolean plain = segments.size() <= MAX_SEGMENTS
                && segments.stream()
                        .allMatch(segment -> SEGMENT.matcher(segment).matches());
        return plain ? segments : List.of();
    }
}
