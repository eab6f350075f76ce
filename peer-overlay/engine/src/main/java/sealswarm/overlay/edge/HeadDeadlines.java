package sealswarm.overlay.edge;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends HTTP connections on which no request becomes whole: one that trickles is never idle, so the idle timeout alone does not end
 * it. Belongs to the edge's event loop.
 */
final class HeadDeadlines {
    /** From the connection, or from the answer before, to a whole request head. */
    static final long HEAD_SECONDS = 20;

    /** A body brings {@link #BODY_BYTES} more in this time, or its end. */
    static final long BODY_SECONDS = 20;

    /** See {@link #BODY_SECONDS}. */
    static final long BODY_BYTES = 64 << 10;

    private final InstantSource clock;
    private final Map<HttpConnection, Owing> owing = new HashMap<>();
    private long ended;

    /** What a connection owes, since when: a head, or the body of a request of which {@code bytes} had come by then. */
    private record Owing(Instant since, Optional<HttpServerRequest> body, long bytes) {
        boolean isPaid() {
            return body.filter(HttpServerRequest::isEnded).isPresent();
        }

        boolean hasComeOn() {
            return body.filter(request -> request.bytesRead() - bytes >= BODY_BYTES)
                    .isPresent();
        }

        boolean isLate(Instant now) {
            return since.plusSeconds(body.isPresent() ? BODY_SECONDS : HEAD_SECONDS)
                    .isBefore(now);
        }
    }

    HeadDeadlines(InstantSource clock) {
        this.clock = clock;
    }

    private Owing head() {
        return new Owing(clock.instant(), Optional.empty(), 0);
    }

    /** A connection is open and owes a request. */
    void opened(HttpConnection connection) {
        owing.put(connection, head());
    }

    /** A request head is whole: its body follows, and after its answer the connection owes the next one. */
    void begun(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        owing.replace(connection, new Owing(clock.instant(), Optional.of(request), 0));
        request.response().bodyEndHandler(answered -> owing.replace(connection, head()));
    }

    void closed(HttpConnection connection) {
        owing.remove(connection);
    }

    /** To be called every second: ends the connections that owe for too long. */
    void sweep() {
        Instant now = clock.instant();
        List<HttpConnection> gone = new ArrayList<>();
        owing.replaceAll((connection, debt) -> {
            if (debt.isPaid() || !debt.isLate(now)) {
                return debt;
            }
            if (debt.hasComeOn()) {
                return new Owing(now, debt.body(), debt.body().orElseThrow().bytesRead());
            }
            gone.add(connection);
            return debt;
        });
        ended += gone.size();
        gone.forEach(connection -> {
            owing.remove(connection);
            connection.close();
        });
    }

    /** Connections ended so far. */
    long ended() {
        return ended;
    }
}
