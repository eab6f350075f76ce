package sealswarm.player.acquisition;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.player.playback.LeafSupply;
import sealswarm.player.quality.ReportSink;

/**
 * Small files of an edge, metainfos and leaves, and reports to it. Bounded in size and time, no redirects. What comes is checked by the caller. Event
 * loop.
 */
public final class EdgeFiles implements ReportSink, AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int PARTIAL_CONTENT = 206;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final HttpClient http;
    private final Vertx vertx;
    private final Context loop;

    public EdgeFiles(Vertx vertx) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS).setMaxRedirects(0));
    }

    /** A whole file of at most {@code maxBytes}. Fails with IOException otherwise. */
    public Future<Buffer> whole(URI address, int maxBytes) {
        return fetch(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address.toString()), OK, maxBytes);
    }

    /** Leaves of a sidecar that several edges have, by range: from the edge that gave some last, else from the next. */
    public LeafSupply leaves(List<URI> sidecars) {
        AtomicInteger preferred = new AtomicInteger();
        return (first, count) -> {
            Future<Optional<MerkleLayer>> found = Future.succeededFuture(Optional.empty());
            int from = preferred.get();
            for (int i = 0; i < sidecars.size(); i++) {
                int edge = (from + i) % sidecars.size();
                found = found.compose(given -> given.isPresent()
                        ? Future.succeededFuture(given)
                        : leaves(sidecars.get(edge)).leaves(first, count).onSuccess(answer -> {
                            if (answer.isPresent()) {
                                preferred.set(edge);
                            }
                        }));
            }
            return found;
        };
    }

    private LeafSupply leaves(URI sidecar) {
        return (first, count) -> {
            long from = first * MerkleHash.LENGTH;
            int length = count * MerkleHash.LENGTH;
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(sidecar.toString())
                    .putHeader("Range", "bytes=" + from + "-" + (from + length - 1));
            return fetch(request, PARTIAL_CONTENT, length)
                    .map(bytes -> bytes.length() == length
                            ? Optional.of(MerkleLayer.of(bytes.getBytes()))
                            : Optional.<MerkleLayer>empty())
                    .otherwise(Optional.empty());
        };
    }

    @Override
    public Future<Void> send(URI address, JsonObject report) {
        Promise<Void> answer = Promise.promise();
        long timer = vertx.setTimer(
                TIMEOUT_MILLIS, fired -> answer.tryFail(new IOException("no answer of the edge in time")));
        RequestOptions request = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(address.toString());
        loop.runOnContext(ignored -> http.request(request.setFollowRedirects(false))
                .compose(sent -> sent.send(report.toBuffer()))
                .onSuccess(response -> {
                    if (response.statusCode() == NO_CONTENT) {
                        answer.tryComplete();
                    } else {
                        answer.tryFail(new IOException("the edge answers " + response.statusCode()));
                        response.request().reset();
                    }
                })
                .onFailure(answer::tryFail));
        return answer.future().eventually(() -> {
            vertx.cancelTimer(timer);
            return Future.succeededFuture();
        });
    }

    private Future<Buffer> fetch(RequestOptions request, int status, int maxBytes) {
        Promise<Buffer> answer = Promise.promise();
        long timer = vertx.setTimer(
                TIMEOUT_MILLIS, fired -> answer.tryFail(new IOException("no answer of the edge in time")));
        // On one context throughout: from elsewhere a short answer could have ended before its handlers are there.
        loop.runOnContext(ignored -> http.request(request.setFollowRedirects(false))
                .compose(sent -> sent.send())
                .onSuccess(response -> collect(response, status, maxBytes, answer))
                .onFailure(answer::tryFail));
        return answer.future().eventually(() -> {
            vertx.cancelTimer(timer);
            return Future.succeededFuture();
        });
    }

    private static void collect(HttpClientResponse response, int status, int maxBytes, Promise<Buffer> answer) {
        if (response.statusCode() != status) {
            answer.tryFail(new IOException("the edge answers " + response.statusCode()));
            response.request().reset();
            return;
        }
        Buffer bytes = Buffer.buffer();
        response.handler(part -> {
            if (bytes.length() + part.length() > maxBytes) {
                answer.tryFail(new IOException("the edge's answer is longer than " + maxBytes + " bytes"));
                response.request().reset();
            } else {
                bytes.appendBuffer(part);
            }
        });
        response.exceptionHandler(answer::tryFail);
        response.endHandler(end -> answer.tryComplete(bytes));
    }

    @Override
    public void close() {
        http.close();
    }
}
