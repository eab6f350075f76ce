package sealswarm.storefront.account;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions of one process, for tests; held to the same contract as the real store. */
final class InMemorySessionStore implements SessionStore {
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, PendingSignIn> signIns = new ConcurrentHashMap<>();

    @Override
    public Future<Void> add(Session session) {
        return sessions.putIfAbsent(session.key(), session) == null
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("a session of this key is there"));
    }

    @Override
    public Future<Optional<Session>> find(String key) {
        return Future.succeededFuture(Optional.ofNullable(sessions.get(key)));
    }

    @Override
    public Future<Boolean> replace(Session next) {
        Session stored =
                sessions.computeIfPresent(next.key(), (key, known) -> known.ver() == next.ver() - 1 ? next : known);
        return Future.succeededFuture(next.equals(stored));
    }

    @Override
    public Future<Void> remove(String key) {
        sessions.remove(key);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> begin(String key, PendingSignIn pending) {
        signIns.put(key, pending);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<PendingSignIn>> take(String key) {
        return Future.succeededFuture(Optional.ofNullable(signIns.remove(key)));
    }

    @Override
    public Future<Long> sweep(Instant now) {
        int before = sessions.size() + signIns.size();
        sessions.values().removeIf(session -> !now.isBefore(session.expiresAt()));
        signIns.values().removeIf(pending -> !now.isBefore(pending.expiresAt()));
        return Future.succeededFuture((long) before - sessions.size() - signIns.size());
    }
}
