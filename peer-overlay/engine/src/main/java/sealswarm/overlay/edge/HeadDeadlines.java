package sealswarm.overlay.edge;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends HTTP connections on which no request head becomes whole: one that trickles is never idle, so the idle timeout alone does not
 * end it. Belongs to the edge's event loop.
 */
final class HeadDeadlines {
    /** From the connection, or from the answer before, to a whole request head. */
    static final long HEAD_SECONDS = 20;

    private final InstantSource clock;
    private final Map<HttpConnection, Instant> owingSince = new HashMap<>();
    private long ended;

    HeadDeadlines(InstantSource clock) {
        this.clock = clock;
    }

    /** A connection is open and owes a request. */
    void opened(HttpConnection connection) {
        owingSince.put(connection, clock.instant());
    }

    /** A request head is whole; after its answer the connection owes the next one. */
    void begun(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        owingSince.replace(connection, Instant.MAX);
        request.response().bodyEndHandler(answered -> owingSince.replace(connection, clock.instant()));
    }

    void closed(HttpConnection connection) {
        owingSince.remove(connection);
    }

    /** To be called every second: ends the connections that owe a request for too long. */
    void sweep() {
        Instant late = clock.instant().minusSeconds(HEAD_SECONDS);
        List<HttpConnection> gone = new ArrayList<>();
        owingSince.forEach((connection, since) -> {
            if (since.isBefore(late)) {
                gone.add(connection);
            }
        });
        ended += gone.size();
        gone.forEach(connection -> {
            owingSince.remove(connection);
            connection.close();
        });
    }

    /** Connections ended so far. */
    long ended() {
        return ended;
    }
}
