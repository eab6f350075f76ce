package sealswarm.storefront.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the checks, two seconds each at most, and keeps the answer for five. Event loop only. */
public final class Health {
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final InstantSource clock;
    private final List<HealthCheck> checks;
    private @Nullable Future<Map<String, Boolean>> last;
    private Instant lastAt = Instant.EPOCH;

    /** Health of the given parts, in their order. */
    public Health(Vertx vertx, InstantSource clock, List<HealthCheck> checks) {
        this.vertx = vertx;
        this.clock = clock;
        this.checks = List.copyOf(checks);
    }

    /** Each part and whether it is there. */
    public Future<Map<String, Boolean>> state() {
        Instant now = clock.instant();
        Future<Map<String, Boolean>> held = last;
        if (held == null || !now.isBefore(lastAt.plus(KEPT))) {
            lastAt = now;
            held = probe();
            last = held;
        }
        return held;
    }

    private Future<Map<String, Boolean>> probe() {
        List<Future<Boolean>> all = new ArrayList<>();
        for (HealthCheck check : checks) {
            Future<Boolean> slow =
                    vertx.timer(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).map(waited -> false);
            Future<Boolean> found =
                    check.probe().get().map(there -> true).recover(failure -> Future.succeededFuture(false));
            all.add(Future.any(found, slow).map(first -> found.isComplete() && found.result()));
        }
        return Future.all(all).map(done -> {
            Map<String, Boolean> state = new LinkedHashMap<>();
            for (int i = 0; i < checks.size(); i++) {
                state.put(checks.get(i).name(), done.<Boolean>resultAt(i));
            }
            return state;
        });
    }
}
