package sealswarm.overlay.origin;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.http.BodyPump;
import sealswarm.overlay.http.Exchange;
import sealswarm.overlay.http.Problem;
import sealswarm.overlay.http.ProblemKind;
import sealswarm.overlay.http.Router;
import sealswarm.overlay.http.TokenGate;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;

/**
 * Filling the origin store over HTTP, under an UPLOAD token (docs/spec/edge-http-v1.md): {@code PUT metainfo}, {@code PUT
 * metainfo.v1}, {@code PUT leaves}, {@code HEAD data} and {@code PATCH data}. Disk and hashing run on the workers, one batch per
 * request at a time. Belongs to the edge's event loop.
 */
public final class OriginRoutes {
    /** Longest body of one PATCH. */
    public static final long MAX_PATCH_BYTES = 64L << 20;

    /** Uploads that run at once; one more is told to come back. */
    public static final int MAX_UPLOADS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(OriginRoutes.class);
    private static final String OFFSET = "Upload-Offset";
    private static final String RETRY_SECONDS = "5";

    private final OriginStore store;
    private final TokenGate gate;
    private final WorkerExecutor workers;
    private final Listener listener;
    private int running;

    /** Hears, on the event loop, what uploads do to the store. */
    public interface Listener {
        /**
         * A track became complete, or changed its policy or companion. The upload is answered when the future completes: whoever hears of the
         * track then finds a seed.
         */
        Future<Void> changed(OriginTrack track);

        /** A track's metainfo and leaves are here. */
        void described(SwarmId track);

        /** Bytes of a track are about to be uploaded; when the future completes nobody else writes them. */
        Future<Void> makeWay(SwarmId track);

        /** An upload of bytes ended, whether or not the track is complete now. */
        void paused(SwarmId track);
    }

    /** Routes onto a store. */
    public OriginRoutes(OriginStore store, TokenGate gate, WorkerExecutor workers, Listener listener) {
        this.store = store;
        this.gate = gate;
        this.workers = workers;
        this.listener = listener;
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.on(HttpMethod.PUT, "/origin/:token/metainfo", exchange -> putMetainfo(exchange, store::putMetainfo))
                .on(
                        HttpMethod.PUT,
                        "/origin/:token/metainfo.v1",
                        exchange -> putMetainfo(exchange, store::putCompanion))
                .on(HttpMethod.PUT, "/origin/:token/leaves", this::putLeaves)
                .on(HttpMethod.HEAD, "/origin/:token/data", this::headData)
                .on(HttpMethod.PATCH, "/origin/:token/data", this::patchData);
    }

    /** Uploads under way. */
    public int running() {
        return running;
    }

    /** A document of the store, taken whole. */
    private interface DocumentStep {
        Optional<OriginTrack> put(EdgeToken token, byte[] body) throws IOException, OriginRefusal;
    }

    private void putMetainfo(Exchange exchange, DocumentStep step) {
        begin(exchange, Metainfo.MAX_BYTES, (pump, token, length) -> {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            return pump.into(workers, length, body::writeBytes)
                    .compose(nothing -> blocking(() -> step.put(token, body.toByteArray())))
                    .compose(this::changed)
                    .map(204);
        });
    }

    private void putLeaves(Exchange exchange) {
        begin(exchange, Long.MAX_VALUE, (pump, token, length) -> blocking(() -> store.beginLeaves(token, length))
                .compose(upload -> pump.into(workers, length, upload::accept)
                        .compose(nothing -> blocking(() -> {
                            upload.finish();
                            return 204;
                        }))
                        .eventually(() -> closing(upload))
                        .onSuccess(done -> listener.described(token.swarmId()))));
    }

    private void headData(Exchange exchange) {
        Optional<EdgeToken> opened = gate.open(exchange, TokenKind.UPLOAD);
        opened.ifPresent(token -> blocking(() -> store.offset(token))
                .onSuccess(offset -> {
                    exchange.response().putHeader(OFFSET, Long.toString(offset)).putHeader("Cache-Control", "no-store");
                    exchange.answer(200);
                })
                .onFailure(failure -> failed(exchange, failure)));
    }

    private void patchData(Exchange exchange) {
        OptionalLong offset = wholeNumber(exchange.request().getHeader(OFFSET));
        if (offset.isEmpty()) {
            refuseBody(exchange, Problem.malformed("the header " + OFFSET + " must be a whole number"));
            return;
        }
        begin(exchange, MAX_PATCH_BYTES, (pump, token, length) -> listener.makeWay(token.swarmId())
                .compose(ready -> blocking(() -> store.beginData(token, offset.getAsLong(), length)))
                .compose(upload -> receive(exchange, pump, length, upload))
                .onComplete(ended -> listener.paused(token.swarmId())));
    }

    private Future<Integer> receive(Exchange exchange, BodyPump pump, long length, DataUpload upload) {
        return pump.into(workers, length, upload::accept)
                // What was verified counts even if the rest was refused or never came.
                .eventually(() -> blocking(upload::settle).compose(this::changed))
                .eventually(() -> closing(upload))
                .map(nothing -> {
                    exchange.response().putHeader(OFFSET, Long.toString(upload.verified()));
                    return 204;
                });
    }

    private Future<Void> changed(Optional<OriginTrack> track) {
        return track.map(listener::changed).orElseGet(Future::succeededFuture);
    }

    /** An upload's course once token and length are known; its result is the status to answer. */
    private interface Course {
        Future<Integer> run(BodyPump body, EdgeToken token, long lengthBytes);
    }

    private void begin(Exchange exchange, long maxBytes, Course course) {
        HttpServerRequest request = exchange.request();
        BodyPump body = BodyPump.of(request);
        Optional<EdgeToken> token = gate.open(exchange, TokenKind.UPLOAD, refusal -> refuseBody(exchange, refusal));
        if (token.isEmpty()) {
            return;
        }
        OptionalLong length = wholeNumber(request.getHeader("Content-Length"));
        if (length.isEmpty()) {
            refuseBody(exchange, Problem.of(ProblemKind.LENGTH_REQUIRED, "a Content-Length is required"));
            return;
        }
        if (length.getAsLong() > maxBytes) {
            refuseBody(exchange, Problem.tooLarge(maxBytes));
            return;
        }
        if (running >= MAX_UPLOADS) {
            exchange.response().putHeader("Retry-After", RETRY_SECONDS);
            refuseBody(exchange, Problem.of(ProblemKind.OVERLOADED, "too many uploads at once"));
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        running++;
        course.run(body, token.get(), length.getAsLong())
                .onSuccess(exchange::answer)
                .onFailure(failure -> failed(exchange, failure))
                .onComplete(result -> running--);
    }

    private <T> Future<T> blocking(Callable<T> step) {
        return workers.executeBlocking(step, false);
    }

    private Future<Boolean> closing(AutoCloseable upload) {
        return blocking(() -> {
            upload.close();
            return true;
        });
    }

    private static void failed(Exchange exchange, Throwable failure) {
        if (failure instanceof EOFException) {
            LOG.debug("upload cut short, request {}", exchange.requestId());
            exchange.request().connection().close();
        } else if (failure instanceof OriginRefusal refusal) {
            Object offset = refusal.problem().members().get("offset");
            if (offset != null) {
                exchange.response().putHeader(OFFSET, offset.toString());
            }
            refuseBody(exchange, refusal.problem());
        } else if (failure instanceof IOException disk) {
            LOG.error("upload failed at the disk, request {}", exchange.requestId(), disk);
            refuseBody(exchange, OriginStore.diskProblem(disk));
        } else {
            LOG.error("upload failed, request {}", exchange.requestId(), failure);
            refuseBody(exchange, Problem.of(ProblemKind.INTERNAL, "internal error"));
        }
    }

    /** Refuses while the body may still be coming: it is read and dropped if short, else the connection ends with the answer. */
    private static void refuseBody(Exchange exchange, Problem problem) {
        HttpServerRequest request = exchange.request();
        OptionalLong length = wholeNumber(request.getHeader("Content-Length"));
        if (length.isEmpty() || length.getAsLong() > MAX_PATCH_BYTES) {
            exchange.response().putHeader("Connection", "close");
        }
        if (!request.isEnded()) {
            request.handler(chunk -> {});
            request.resume();
        }
        exchange.refuse(problem);
    }

    private static OptionalLong wholeNumber(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }
}
