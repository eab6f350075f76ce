package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.Router;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics}, for loopback and a set list of addresses. Readiness asks each
 * check at most every five seconds.
 */
final class StatusRoutes {
    private static final Duration CACHE = Duration.ofSeconds(5);

    private final Set<String> allowed;
    private final InstantSource clock;
    private final Supplier<Future<Map<String, String>>> checks;
    private final Supplier<String> metrics;
    private Instant checkedAt = Instant.EPOCH;
    private Future<Map<String, String>> checked = Future.succeededFuture(Map.of());

    /**
     * Routes over checks and metrics.
     *
     * @param allowed addresses beside loopback
     * @param checks name of each check with {@code ok} or what is wrong
     */
    StatusRoutes(
            Set<String> allowed,
            InstantSource clock,
            Supplier<Future<Map<String, String>>> checks,
            Supplier<String> metrics) {
        this.allowed = Set.copyOf(allowed);
        this.clock = clock;
        this.checks = checks;
        this.metrics = metrics;
    }

    void mount(Router router) {
        router.on(HttpMethod.GET, "/health/live", guarded(exchange -> exchange.json(200, Map.of("status", "up"))))
                .on(HttpMethod.GET, "/health/ready", guarded(this::ready))
                .on(
                        HttpMethod.GET,
                        "/metrics",
                        guarded(exchange -> exchange.answer(200, Prometheus.MEDIA_TYPE, Buffer.buffer(metrics.get()))));
    }

    private void ready(Exchange exchange) {
        Instant now = clock.instant();
        if (Duration.between(checkedAt, now).compareTo(CACHE) >= 0) {
            checkedAt = now;
            checked = checks.get();
        }
        checked.onSuccess(results -> {
            boolean isReady = results.values().stream().allMatch("ok"::equals);
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("status", isReady ? "ready" : "not-ready");
            document.put("checks", results);
            exchange.json(isReady ? 200 : 503, document);
        });
    }

    private Consumer<Exchange> guarded(Consumer<Exchange> handler) {
        return exchange -> {
            if (isAllowed(exchange.request().remoteAddress().hostAddress())) {
                handler.accept(exchange);
            } else {
                exchange.refuse(Problem.notFound("nothing here"));
            }
        };
    }

    private boolean isAllowed(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress() || allowed.contains(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
