package sealswarm.license.server.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.server.http.ProblemException;

/**
 * Holds the issuer's keys and fetches them anew: after {@link #LIFE}, or when a token names a key id not held, but one fetch
 * at a time and at least {@link #APART} apart, so junk key ids cost the issuer nothing. While the issuer is down, keys serve
 * on up to {@link #STALE}. Thread-safe.
 */
final class KeyRing {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final Duration APART = Duration.ofSeconds(10);
    static final Duration STALE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final Vertx vertx;
    private final KeySource source;
    private final Set<String> algorithms;
    private final InstantSource clock;
    private @Nullable IssuerKeys keys;
    private @Nullable Future<Void> fetching;
    private @Nullable Instant triedAt;

    KeyRing(Vertx vertx, KeySource source, Set<String> algorithms, InstantSource clock) {
        this.vertx = vertx;
        this.source = source;
        this.algorithms = Set.copyOf(algorithms);
        this.clock = clock;
    }

    /**
     * The key of this id, or empty if the issuer has none.
     *
     * @return fails with {@code overloaded} if the issuer cannot be reached and no usable keys are held
     */
    synchronized Future<Optional<IssuerKeys.Key>> find(String kid) {
        Instant now = clock.instant();
        Optional<IssuerKeys.Key> held = usable(now).flatMap(ring -> ring.find(kid));
        boolean fresh = keys != null && now.isBefore(keys.fetchedAt().plus(LIFE));
        if (held.isPresent()) {
            if (!fresh) {
                refresh(now);
            }
            return Future.succeededFuture(held);
        }
        return refresh(now).map(done -> afterRefresh(kid));
    }

    /** Succeeds if usable keys are held or can be fetched: the readiness check. */
    synchronized Future<Void> ready() {
        Instant now = clock.instant();
        return usable(now).isPresent()
                ? Future.succeededFuture()
                : refresh(now).map(done -> {
                    afterRefresh("");
                    return null;
                });
    }

    private synchronized Optional<IssuerKeys.Key> afterRefresh(String kid) {
        return usable(clock.instant())
                .orElseThrow(() ->
                        ProblemException.of(ProblemType.OVERLOADED, "the issuer's keys cannot be fetched; try again"))
                .find(kid);
    }

    private Optional<IssuerKeys> usable(Instant now) {
        return Optional.ofNullable(keys)
                .filter(ring -> now.isBefore(ring.fetchedAt().plus(STALE)));
    }

    /** Ends when a fetch has ended, well or not; does nothing if the last try is too near. */
    private Future<Void> refresh(Instant now) {
        if (fetching != null) {
            return fetching;
        }
        if (triedAt != null && now.isBefore(triedAt.plus(APART))) {
            return Future.succeededFuture();
        }
        triedAt = now;
        Future<Void> running = source.fetch()
                .map(document -> IssuerKeys.parse(vertx, document, algorithms, now))
                .transform(fetched -> {
                    arrived(fetched.succeeded() ? fetched.result() : null, fetched.cause());
                    return Future.succeededFuture();
                });
        if (!running.isComplete()) {
            fetching = running;
        }
        return running;
    }

    private synchronized void arrived(@Nullable IssuerKeys fetched, @Nullable Throwable failure) {
        fetching = null;
        if (fetched == null) {
            LOG.atWarn().addKeyValue("reason", String.valueOf(failure)).log("issuer keys not fetched");
        } else {
            keys = fetched;
        }
    }
}
