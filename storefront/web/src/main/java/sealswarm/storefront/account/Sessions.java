package sealswarm.storefront.account;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.license.problem.ProblemType;
import sealswarm.storefront.web.PageRefusal;
import sealswarm.storefront.web.Visit;

/**
 * Finds the session behind a request and keeps its tokens fresh, so that a person the issuer has signed out or whose
 * roles changed is noticed within the life of an access token. Refresh tokens rotate and may be used once: one instance
 * claims the refresh by {@code ver}, the others wait for its result.
 */
public final class Sessions implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long WAIT_MILLIS = 200;
    private static final int MAX_WAITS = 50;

    private final Vertx vertx;
    private final SessionStore store;
    private final Issuer issuer;
    private final InstantSource clock;

    /** Sessions of a store, refreshed at an issuer. */
    public Sessions(Vertx vertx, SessionStore store, Issuer issuer, InstantSource clock) {
        this.vertx = vertx;
        this.store = store;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        Visit visit = Visit.of(context);
        if (visit.isNew()) {
            context.next();
            return;
        }
        current(visit.sessionKey(), 0)
                .onSuccess(found -> {
                    found.ifPresent(session -> {
                        visit.signedIn(session.viewer());
                        new SignedIn(session.viewer(), session.access()).on(context);
                    });
                    context.next();
                })
                .onFailure(context::fail);
    }

    /** Removes what is over, now and every few minutes by the caller. */
    public Future<Long> sweep() {
        return store.sweep(clock.instant());
    }

    private Future<Optional<Session>> current(String key, int waits) {
        Instant now = clock.instant();
        return store.find(key).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(found);
            }
            Session session = found.get();
            if (session.isOver(now)) {
                return gone(session);
            }
            if (!session.needsRefresh(now)) {
                return Future.succeededFuture(found);
            }
            if (session.isBeingRefreshed(now)) {
                return waits < MAX_WAITS
                        ? vertx.timer(WAIT_MILLIS).compose(waited -> current(key, waits + 1))
                        : Future.failedFuture(new PageRefusal(ProblemType.UPSTREAM_UNAVAILABLE));
            }
            return refresh(session, now, waits);
        });
    }

    private Future<Optional<Session>> refresh(Session session, Instant now, int waits) {
        Session claimed = session.claimed(now);
        return store.replace(claimed).compose(won -> won ? renewed(claimed) : current(session.key(), waits + 1));
    }

    private Future<Optional<Session>> renewed(Session claimed) {
        return issuer.refresh(claimed.refresh())
                .map(claimed::refreshed)
                .compose(next -> store.replace(next).map(kept -> Optional.of(next)))
                .recover(failure -> {
                    boolean ended =
                            failure instanceof PageRefusal refusal && refusal.type() == ProblemType.UNAUTHENTICATED;
                    if (ended) {
                        LOG.atInfo().addKeyValue("subject", claimed.subject()).log("issuer ended a session");
                        return gone(claimed);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private Future<Optional<Session>> gone(Session session) {
        return store.remove(session.key()).map(removed -> Optional.empty());
    }
}
