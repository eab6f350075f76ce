package sealswarm.storefront.account;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Sessions and begun sign-ins, shared by all instances of the shop. Every change of a session is a check on {@code ver}. */
public interface SessionStore {
    /** Adds a new session. */
    Future<Void> add(Session session);

    /** The session of a key, over or not. */
    Future<Optional<Session>> find(String key);

    /** Replaces the session if its stored {@code ver} is one below; says whether it did. */
    Future<Boolean> replace(Session next);

    /** Removes a session; nothing happens if there is none. */
    Future<Void> remove(String key);

    /** Remembers a sign-in under the key of its state. */
    Future<Void> begin(String key, PendingSignIn pending);

    /** Takes a sign-in out: whoever comes second gets nothing. */
    Future<Optional<PendingSignIn>> take(String key);

    /** Removes what is over; answers how much that was. */
    Future<Long> sweep(Instant now);
}
