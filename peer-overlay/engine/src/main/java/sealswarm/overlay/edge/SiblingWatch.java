package sealswarm.overlay.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.tracker.Endpoint;

/**
 * Asks siblings every three seconds how loaded they are. What one says is bounded in size and time and good for a few seconds; one
 * that says nothing has no room. Belongs to the edge's event loop.
 */
final class SiblingWatch {
    /** How often each sibling is asked. */
    static final long EVERY_MILLIS = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(SiblingWatch.class);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int OK = 200;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final InstantSource clock;
    private final Siblings siblings;
    private final HttpClient client;
    private final Map<Integer, Told> told = new HashMap<>();
    private long timer = -1;

    private record Told(SiblingStatus status, Instant at) {}

    SiblingWatch(Vertx vertx, InstantSource clock, Siblings siblings) {
        this.vertx = vertx;
        this.clock = clock;
        this.siblings = siblings;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(8 * 1024));
    }

    void start() {
        if (!siblings.isEmpty()) {
            timer = vertx.setPeriodic(0, EVERY_MILLIS, ignored -> askAll());
        }
    }

    void stop() {
        vertx.cancelTimer(timer);
        client.close();
    }

    /** What was last heard of each that ever answered. */
    List<LoadShedding.Heard> heard() {
        List<LoadShedding.Heard> heard = new ArrayList<>();
        told.forEach((place, each) ->
                heard.add(new LoadShedding.Heard(place, each.status().loadPermille(), each.at())));
        return heard;
    }

    /** Address of a sibling, without a slash at the end. */
    String url(int place) {
        return siblings.all().get(place).url().toString();
    }

    /** Peer ports of siblings that answered. */
    List<Endpoint> endpoints(List<Integer> places) {
        return places.stream()
                .flatMap(place -> Optional.ofNullable(told.get(place))
                        .map(each -> each.status().endpoint())
                        .stream())
                .toList();
    }

    private void askAll() {
        for (int place = 0; place < siblings.all().size(); place++) {
            int sibling = place;
            ask(siblings.all().get(place))
                    .onSuccess(status -> told.put(sibling, new Told(status, clock.instant())))
                    .onFailure(failure -> LOG.debug("sibling {} says nothing: {}", url(sibling), failure.getMessage()));
        }
    }

    private Future<SiblingStatus> ask(Siblings.Sibling sibling) {
        String token = sibling.key()
                .mint(EdgeToken.sibling(clock.instant().plus(TOKEN_LIFE).getEpochSecond()));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(sibling.url() + "/sibling/status")
                .putHeader("Authorization", "Bearer " + token)
                .setFollowRedirects(false);
        return client.request(options).compose(SiblingWatch::exchange);
    }

    private static Future<SiblingStatus> exchange(HttpClientRequest request) {
        return request.send()
                .compose(SiblingWatch::body)
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset())
                .compose(body -> SiblingStatus.parse(body.getBytes())
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new IOException("malformed"))));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != OK) {
            response.request().reset();
            return Future.failedFuture(new IOException("it answered " + response.statusCode()));
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > SiblingStatus.MAX_BODY_BYTES) {
                response.request().reset();
                whole.tryFail(new IOException("its answer is too long"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(nothing -> whole.tryComplete(body));
        return whole.future();
    }
}
