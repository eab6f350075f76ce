package sealswarm.license.server.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health/live} (the process answers), {@code /health/ready} (each named check passes) and {@code /metrics}. The
 * checks run at most once per {@link #CACHE_LIFE} and fail after {@link #CHECK_LIMIT}, so probing costs nothing.
 */
public final class OpsRoutes {
    /** How long an outcome of {@code ready} is repeated. */
    public static final Duration CACHE_LIFE = Duration.ofSeconds(5);

    /** Time after which a check counts as failed. */
    public static final Duration CHECK_LIMIT = Duration.ofSeconds(2);

    /** One thing readiness depends on: a failed future says what is wrong, in words an operator may see. */
    @FunctionalInterface
    public interface Check {
        Future<Void> run();
    }

    private record Outcome(Instant at, Reply reply) {}

    private final Map<String, Check> checks;
    private final ApiMetrics metrics;
    private final InstantSource clock;
    private volatile @Nullable Outcome last;

    public OpsRoutes(Map<String, Check> checks, ApiMetrics metrics, InstantSource clock) {
        this.checks = new LinkedHashMap<>(checks);
        this.metrics = metrics;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get("/health/live", Access.WATCHERS, request -> live()),
                ApiRoute.get("/health/ready", Access.WATCHERS, request -> ready()),
                ApiRoute.get("/metrics", Access.WATCHERS, request -> scrape()));
    }

    private static Future<Reply> live() {
        return Future.succeededFuture(Reply.text(200, Reply.JSON, "{\"status\":\"UP\"}"));
    }

    private Future<Reply> scrape() {
        return Future.succeededFuture(Reply.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
    }

    private Future<Reply> ready() {
        Outcome known = last;
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.at().plus(CACHE_LIFE)) && !now.isBefore(known.at())) {
            return Future.succeededFuture(known.reply());
        }
        Map<String, String> found = new LinkedHashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (Map.Entry<String, Check> check : checks.entrySet()) {
            Future<String> outcome = outcome(check.getValue());
            all = all.compose(before -> outcome).map(words -> {
                found.put(check.getKey(), words);
                return null;
            });
        }
        return all.map(done -> {
            Reply reply = reply(found);
            last = new Outcome(now, reply);
            return reply;
        });
    }

    private Future<String> outcome(Check check) {
        Future<Void> run;
        try {
            run = check.run();
        } catch (RuntimeException failure) {
            run = Future.failedFuture(failure);
        }
        return bounded(run).map(passed -> "UP").otherwise(failure -> "DOWN: " + failure.getMessage());
    }

    private Future<Void> bounded(Future<Void> run) {
        return run.timeout(CHECK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof java.util.concurrent.TimeoutException
                                ? new IllegalStateException("no answer within " + CHECK_LIMIT.toSeconds() + " s")
                                : failure));
    }

    private static Reply reply(Map<String, String> found) {
        boolean up = found.values().stream().allMatch("UP"::equals);
        JsonObject document = new JsonObject().put("status", up ? "UP" : "DOWN");
        JsonObject checks = new JsonObject();
        found.forEach(checks::put);
        return Reply.json(
                up ? 200 : 503, document.put("checks", checks).toBuffer().getBytes());
    }
}
