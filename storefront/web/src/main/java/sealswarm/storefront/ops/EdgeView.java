package sealswarm.storefront.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sealswarm.license.message.Accounts.OpsToken;
import sealswarm.storefront.catalog.ListedTrack;
import sealswarm.storefront.catalog.Listing;
import sealswarm.storefront.catalog.SwarmPeers;
import sealswarm.storefront.license.LicenseDesk;
import sealswarm.storefront.web.RandomText;

/**
 * What the edges see of a swarm, asked with the short-lived tokens that the license server gives the shop. Answers are
 * kept for some seconds, so that a page's visitors do not become an edge's load; an edge that is slow or away is as if
 * it had said nothing. Event loop only.
 */
public final class EdgeView implements SwarmPeers {
    /** Most titles whose counts are kept. */
    static final int MAX_KEPT = 1_000;

    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final long TIMEOUT_MILLIS = 800;
    private static final int MAX_ANSWER_BYTES = 512 * 1024;

    private final HttpClient http;
    private final LicenseDesk license;
    private final InstantSource clock;
    private final RandomText random;
    private final Map<String, Seen> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MAX_KEPT;
        }
    };
    private @Nullable Future<List<OpsToken>> tokens;
    private Instant tokensUntil = Instant.EPOCH;

    /** A view through the tokens of the license server. */
    public EdgeView(Vertx vertx, LicenseDesk license, InstantSource clock, RandomText random) {
        this.http = vertx.createHttpClient();
        this.license = license;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Future<OptionalInt> of(Listing listing) {
        Instant now = clock.instant();
        Seen seen = kept.get(listing.titleId());
        if (seen != null && now.isBefore(seen.at().plus(KEPT))) {
            return Future.succeededFuture(seen.peers());
        }
        return listing.tracks().stream()
                .filter(ListedTrack::isPlayable)
                .findFirst()
                .map(track -> tokens().compose(edges -> count(edges, track.swarmId())))
                .orElse(Future.succeededFuture(OptionalInt.empty()))
                .onSuccess(peers -> kept.put(listing.titleId(), new Seen(peers, now)));
    }

    /** The edges that answer, with the number of swarms each holds. */
    public Future<List<EdgeState>> edges() {
        return tokens().compose(edges -> {
            List<Future<EdgeState>> all = new ArrayList<>();
            for (OpsToken edge : edges) {
                all.add(ask(edge, "/ops/swarms")
                        .map(answer -> EdgeState.of(edge.edge(), answer))
                        .recover(failure -> Future.succeededFuture(EdgeState.silent(edge.edge()))));
            }
            return Future.all(all).map(done -> done.<EdgeState>list());
        });
    }

    private Future<OptionalInt> count(List<OpsToken> edges, String swarmId) {
        List<Future<OptionalInt>> all = new ArrayList<>();
        for (OpsToken edge : edges) {
            all.add(ask(edge, "/ops/swarms/" + swarmId)
                    .map(answer -> OptionalInt.of(
                            Math.addExact(answer.getInteger("seeds", 0), answer.getInteger("leechers", 0))))
                    .recover(failure -> Future.succeededFuture(OptionalInt.empty())));
        }
        return Future.all(all).map(done -> done.<OptionalInt>list().stream()
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .reduce(Math::addExact));
    }

    private Future<JsonObject> ask(OpsToken edge, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(edge.edge().toString().replaceAll("/+$", "") + path)
                .setFollowRedirects(false)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("Authorization", "Bearer " + edge.token());
        return http.request(options)
                .compose(request -> request.send())
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("edge answered " + response.statusCode()))
                .compose(body -> body.length() <= MAX_ANSWER_BYTES
                        ? Future.succeededFuture(body.toJsonObject())
                        : Future.failedFuture("edge answered too much"));
    }

    private Future<List<OpsToken>> tokens() {
        Instant now = clock.instant();
        Future<List<OpsToken>> held = tokens;
        if (held == null || (held.isComplete() && !now.isBefore(tokensUntil))) {
            tokensUntil = now.plus(RETRY);
            held = license.asShop(api -> api.opsTokens(random.token()).tokens())
                    .onSuccess(fresh -> tokensUntil = fresh.stream()
                            .map(OpsToken::expiresAt)
                            .min(Instant::compareTo)
                            .map(first -> first.minus(TOKEN_MARGIN))
                            .orElse(now.plus(RETRY)));
            tokens = held;
        }
        return held;
    }

    private record Seen(OptionalInt peers, Instant at) {}
}
