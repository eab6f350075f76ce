package sealswarm.overlay.webseed;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.HolderQuotas;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.merkle.LeafSidecar;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.origin.OriginStore;
import sealswarm.overlay.origin.OriginTrack;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.TokenKind;

/**
 * A complete track over HTTP, under a WEBSEED token (docs/spec/edge-http-v1.md): {@code GET} and {@code HEAD} of {@code
 * /webseed/<token>/<name>}, {@code .leaves}, {@code .torrent} and {@code .v1.torrent}. Files go out by sendfile. Belongs to the
 * edge's event loop.
 */
public final class WebSeedRoutes {
    /** Files going out at once; one more is told to come back. */
    public static final int MAX_TRANSFERS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(WebSeedRoutes.class);
    private static final String TORRENT = ".torrent";
    private static final String COMPANION = ".v1.torrent";
    private static final String RETRY_SECONDS = "2";
    private static final int TEMPORARY_REDIRECT = 307;
    private static final String REDIRECTS = "Sealswarm-Redirects";
    private static final String FOLLOWS_LISTED = "listed";

    private final OriginStore store;
    private final TokenGate gate;
    private final EdgeLinks links;
    private final DeliverySink deliveries;
    private final Admission admission;
    private final HolderQuotas quotas;
    private final InstantSource clock;
    private int transfers;

    /** Hears what went out. */
    @FunctionalInterface
    public interface DeliverySink {
        /** {@code bytes} of a track's data left in one response to the holder of a token. */
        void delivered(EdgeToken holder, long bytes);
    }

    /** Who is served, and how much. */
    public record Limits(Admission admission, HolderQuotas quotas, InstantSource clock) {}

    /** Routes onto a store. */
    public WebSeedRoutes(OriginStore store, TokenGate gate, EdgeLinks links, DeliverySink deliveries, Limits limits) {
        this.store = store;
        this.gate = gate;
        this.links = links;
        this.deliveries = deliveries;
        this.admission = limits.admission();
        this.quotas = limits.quotas();
        this.clock = limits.clock();
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.on(HttpMethod.GET, "/webseed/:token/:name", this::serve)
                .on(HttpMethod.HEAD, "/webseed/:token/:name", this::serve);
    }

    /** Files going out now. */
    public int transfers() {
        return transfers;
    }

    private void serve(Exchange exchange) {
        Optional<EdgeToken> token = gate.open(exchange, TokenKind.WEBSEED);
        if (token.isEmpty()) {
            return;
        }
        if (store.isWithdrawn(token.get().swarmId())) {
            exchange.refuse(Problem.of(ProblemKind.WITHDRAWN, "the operator of this edge took the track down"));
            return;
        }
        Optional<OriginTrack> found = store.track(token.get().swarmId());
        String file = exchange.parameter("name");
        // A token for another track learns nothing about this one: the name is looked up in the token's track alone.
        boolean isAdmitted =
                found.filter(track -> track.policy().admits(token.get())).isPresent();
        if (!isAdmitted || !file.startsWith(found.get().name())) {
            exchange.refuse(Problem.notFound("no such track under this token"));
            return;
        }
        OriginTrack track = found.get();
        switch (file.substring(track.name().length())) {
            case "" ->
                sendFile(exchange, token.get(), track, track.data(), track.sizeBytes(), "\"" + track.root() + "\"");
            case LeafSidecar.SUFFIX ->
                sendFile(
                        exchange,
                        token.get(),
                        track,
                        track.leaves(),
                        LeafSidecar.lengthBytes(track.sizeBytes()),
                        "\"" + track.root() + "-leaves\"");
            case TORRENT -> sendMetainfo(exchange, track, Optional.of(track.metainfo()), token.get());
            case COMPANION -> sendMetainfo(exchange, track, track.companion(), token.get());
            default -> exchange.refuse(Problem.notFound("no such file of this track"));
        }
    }

    private void sendMetainfo(Exchange exchange, OriginTrack track, Optional<Metainfo> metainfo, EdgeToken token) {
        if (metainfo.isEmpty()) {
            exchange.refuse(Problem.notFound("the track has no v1-only metainfo"));
            return;
        }
        Buffer body = Buffer.buffer(links.personalised(metainfo.get(), track, token));
        HttpServerResponse response = exchange.response().putHeader("Cache-Control", "no-store");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Type", "application/x-bittorrent")
                    .putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        } else {
            exchange.answer(200, "application/x-bittorrent", body);
        }
    }

    /** Refuses what is not to be served now; true if it was refused. */
    private boolean isTurnedAway(Exchange exchange, OriginTrack track, EdgeToken token, long bytes) {
        HttpServerResponse response = exchange.response();
        if (admission.judge(token) instanceof Admission.Verdict.Elsewhere elsewhere) {
            unsized(response).putHeader("Retry-After", Integer.toString(elsewhere.retrySeconds()));
            boolean follows = FOLLOWS_LISTED.equals(exchange.request().getHeader(REDIRECTS));
            if (follows && elsewhere.sibling().isPresent()) {
                response.putHeader("Cache-Control", "no-store")
                        .putHeader("Location", elsewhere.sibling().get() + "/");
                exchange.answer(TEMPORARY_REDIRECT);
            } else {
                exchange.refuse(Problem.of(ProblemKind.OVERLOADED, "this edge takes no new viewers now"));
            }
            return true;
        }
        Instant now = clock.instant();
        if (!quotas.takeBytes(token, bytes, track.sizeBytes(), now)) {
            long seconds = Math.max(1, HolderQuotas.untilRenewed(now).toSeconds());
            unsized(response).putHeader("Retry-After", Long.toString(seconds));
            exchange.refuse(Problem.of(ProblemKind.RATE_LIMITED, "the track was taken too often within this hour"));
            return true;
        }
        return false;
    }

    /** Takes back what was said of a body that does not come. */
    private static HttpServerResponse unsized(HttpServerResponse response) {
        response.headers().remove("Content-Length").remove("Content-Range");
        return response;
    }

    private void sendFile(
            Exchange exchange, EdgeToken holder, OriginTrack track, Path file, long sizeBytes, String etag) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = exchange.response()
                .putHeader("ETag", etag)
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Cache-Control", "private, max-age=86400, immutable, no-transform");
        if (etag.equals(request.getHeader("If-None-Match"))) {
            exchange.answer(304);
            return;
        }
        String condition = request.getHeader("If-Range");
        boolean rangeCounts = condition == null || condition.equals(etag);
        ByteRange range = ByteRange.parse(rangeCounts ? request.getHeader("Range") : null, sizeBytes);
        if (range instanceof ByteRange.Unsatisfiable) {
            response.putHeader("Content-Range", "bytes */" + sizeBytes);
            exchange.refuse(Problem.of(ProblemKind.RANGE_NOT_SATISFIABLE, "one range within the file is served"));
            return;
        }
        long first = 0;
        long length = sizeBytes;
        if (range instanceof ByteRange.Part part) {
            first = part.first();
            length = part.length();
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + first + "-" + part.last() + "/" + sizeBytes);
        }
        response.putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Length", Long.toString(length));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        if (transfers >= MAX_TRANSFERS) {
            unsized(response).putHeader("Retry-After", RETRY_SECONDS);
            exchange.refuse(Problem.of(ProblemKind.OVERLOADED, "too many transfers at once"));
            return;
        }
        boolean isData = file.equals(track.data());
        if (isData && isTurnedAway(exchange, track, holder, length)) {
            return;
        }
        transfers++;
        response.sendFile(file.toString(), first, length).onComplete(sent -> {
            transfers--;
            if (isData) {
                deliveries.delivered(holder, response.bytesWritten());
            }
            if (sent.failed()) {
                LOG.debug("transfer cut short, request {}", exchange.requestId());
                request.connection().close();
            }
        });
    }
}
