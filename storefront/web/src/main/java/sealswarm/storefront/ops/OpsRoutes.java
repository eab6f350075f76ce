package sealswarm.storefront.ops;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sealswarm.storefront.account.Gate;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Pages;
import sealswarm.storefront.web.Role;
import sealswarm.storefront.web.Shell;

/**
 * What operators and their machines look at.
 *
 * <pre>
 * GET /health/live    loopback: the process answers
 * GET /health/ready   loopback: 200, or 503 naming what is missing
 * GET /metrics        loopback: Prometheus text
 * GET /ops            role operator
 * </pre>
 */
public final class OpsRoutes {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    private static final String[] CLASSES = {"1xx", "2xx", "3xx", "4xx", "5xx"};

    private final Pages pages;
    private final Health health;
    private final EdgeView edges;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Routes over health and edges. */
    public OpsRoutes(Pages pages, Health health, EdgeView edges) {
        this.pages = pages;
        this.health = health;
        this.edges = edges;
    }

    /** Adds the timing of every request; comes before all other routes. */
    public void measure(Router router) {
        router.route().handler(context -> {
            Timer.Sample sample = Timer.start(metrics);
            context.addEndHandler(ended -> sample.stop(metrics.timer(
                    "sealswarm_storefront_http",
                    "method",
                    method(context),
                    "status",
                    CLASSES[Math.floorMod(context.response().getStatusCode() / 100 - 1, CLASSES.length)])));
            context.next();
        });
    }

    /** Adds the machines' routes; they need neither a session nor our host name. */
    public void addProbes(Router router) {
        Handler<RoutingContext> local = OpsRoutes::requireLoopback;
        router.get("/health/live")
                .handler(local)
                .handler(context -> context.json(new JsonObject().put("status", "up")));
        router.get("/health/ready").handler(local).handler(this::ready);
        router.get("/metrics").handler(local).handler(context -> context.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape()));
    }

    /** Adds the operator's page. */
    public void addTo(Router router) {
        Shell.page(router, "/ops", Gate.of(Role.OPERATOR), this::overview);
    }

    private void ready(RoutingContext context) {
        health.state()
                .onSuccess(state -> {
                    boolean up = !state.containsValue(false);
                    context.response()
                            .setStatusCode(up ? 200 : 503)
                            .putHeader("Content-Type", "application/json")
                            .end(new JsonObject()
                                    .put("status", up ? "up" : "down")
                                    .put("checks", new JsonObject(Map.copyOf(state)))
                                    .encode());
                })
                .onFailure(context::fail);
    }

    private void overview(RoutingContext context) {
        Future<List<EdgeState>> seen = edges.edges().recover(failure -> Future.succeededFuture(List.of()));
        health.state()
                .compose(state -> seen.compose(
                        list -> pages.show(context, "ops.jte", "ops.title", Map.of("state", state, "edges", list))))
                .onFailure(context::fail);
    }

    private static String method(RoutingContext context) {
        return switch (context.request().method().name()) {
            case "GET", "HEAD", "POST", "PUT" -> context.request().method().name();
            default -> "other";
        };
    }

    private static void requireLoopback(RoutingContext context) {
        if (LOOPBACK.contains(context.request().remoteAddress().hostAddress())) {
            context.next();
        } else {
            context.fail(PageRefusal.notFound());
        }
    }
}
