package sealswarm.overlay.tracker;

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
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import sealswarm.overlay.bencode.BencodeException;
import sealswarm.overlay.reach.Announced;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.wire.PeerId;

/**
 * One announce to one tracker over HTTP. No redirect is followed, no compression asked for or taken, and a reply longer than 1
 * MiB or slower than 20 seconds is a failure. Belongs to its context.
 */
final class TrackerClient {
    /** Longest reply. */
    static final int MAX_BODY_BYTES = 1 << 20;

    private static final long TIMEOUT_MILLIS = 20_000;
    private static final int CONNECT_MILLIS = 10_000;

    private final HttpClient client;
    private final long timeoutMillis;

    TrackerClient(Vertx vertx) {
        this(vertx, TIMEOUT_MILLIS);
    }

    /** A client that waits so long for a whole reply. */
    TrackerClient(Vertx vertx, long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(8 * 1024));
    }

    /** What a peer says of itself in every announce. */
    record Identity(PeerId peerId, int port, int key, NatClass nat) {
        /** The same peer as it shows itself now. */
        Identity shownAs(Announced announced) {
            return new Identity(peerId, announced.port(), key, announced.nat());
        }
    }

    /** The figures of one announce. */
    record Figures(long uploaded, long downloaded, long left, AnnounceEvent event, int peersWanted) {}

    /** Announces under one wire id; fails with an {@link IOException} if the tracker gives no usable answer. */
    Future<AnnounceOutcome> announce(URI tracker, byte[] infoHash, Identity identity, Figures figures) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(
                        tracker + (tracker.getRawQuery() == null ? "?" : "&") + query(infoHash, identity, figures))
                .putHeader("User-Agent", "Sealswarm/1")
                .setFollowRedirects(false);
        return client.request(options).compose(this::exchange);
    }

    /** A reply that does not become whole ends with its connection: none is left to drip on. */
    private Future<AnnounceOutcome> exchange(HttpClientRequest request) {
        SocketAddress tracker = request.connection().remoteAddress();
        return request.send()
                .compose(TrackerClient::body)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset())
                .compose(TrackerClient::decode)
                .map(outcome -> believed(outcome, tracker));
    }

    private static AnnounceOutcome believed(AnnounceOutcome outcome, SocketAddress tracker) {
        String host = tracker.hostAddress();
        if (host == null || !(outcome instanceof AnnounceOutcome.Answered answered)) {
            return outcome;
        }
        Endpoint.Scope scope = Endpoint.ofLiteral(host, tracker.port()).scope().orElse(Endpoint.Scope.GLOBAL);
        return new AnnounceOutcome.Answered(answered.reply().toldFrom(scope));
    }

    private static String query(byte[] infoHash, Identity identity, Figures figures) {
        StringBuilder query = new StringBuilder("info_hash=");
        encode(infoHash, query);
        query.append("&peer_id=");
        encode(identity.peerId().bytes(), query);
        query.append("&port=").append(identity.port());
        query.append("&uploaded=").append(figures.uploaded());
        query.append("&downloaded=").append(figures.downloaded());
        query.append("&left=").append(figures.left());
        query.append("&compact=1&ss=1&numwant=").append(figures.peersWanted());
        query.append("&key=").append(String.format(Locale.ROOT, "%08x", identity.key()));
        if (identity.nat() != NatClass.UNKNOWN) {
            query.append("&ss_nat=").append(identity.nat().word());
        }
        if (figures.event() != AnnounceEvent.NONE) {
            query.append("&event=").append(figures.event().word());
        }
        return query.toString();
    }

    private static void encode(byte[] bytes, StringBuilder out) {
        for (byte b : bytes) {
            out.append('%').append(String.format(Locale.ROOT, "%02x", b & 0xFF));
        }
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != 200) {
            response.request().reset();
            return Future.failedFuture(new IOException("the tracker answered " + response.statusCode()));
        }
        if (response.getHeader("Content-Encoding") != null) {
            response.request().reset();
            return Future.failedFuture(new IOException("the tracker answered in an encoding nobody asked for"));
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY_BYTES) {
                response.request().reset();
                whole.tryFail(new IOException("the tracker's answer is longer than " + MAX_BODY_BYTES + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(nothing -> whole.tryComplete(body));
        return whole.future();
    }

    private static Future<AnnounceOutcome> decode(Buffer body) {
        try {
            return Future.succeededFuture(TrackerMessages.decode(body.getBytes()));
        } catch (BencodeException | TrackerMessages.MalformedReplyException e) {
            return Future.failedFuture(new IOException("malformed answer of the tracker: " + e.getMessage(), e));
        }
    }

    void close() {
        client.close();
    }
}
