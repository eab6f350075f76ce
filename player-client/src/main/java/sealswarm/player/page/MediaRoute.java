package sealswarm.player.page;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.LongSupplier;
import sealswarm.format.problem.FormatException;
import sealswarm.player.playback.PlainReader;
import sealswarm.player.playback.PlaySession;
import sealswarm.player.playback.PlaySession.Gate;

/**
 * Serves one track's plain bytes. To the page a bounded run: it waits for the first verified bytes and sends what is at hand, 16
 * KiB to 1 MiB. To other players the whole range, as fast as they take it. What cannot be sent is held for at most a minute, then
 * the socket is closed: an element dies of any 4xx or 5xx, but asks again after a closed socket. Belongs to the context of the
 * request; futures of swarm and workers come back to it.
 */
final class MediaRoute {
    /** Most bytes of one answer to the page. */
    static final int MAX_RUN_BYTES = 1 << 20;

    /** How long a request is held before its socket is closed. */
    static final long HOLD_MILLIS = 60_000;

    /** How long an answer to the page waits for more bytes after the first, in all: the element wants to begin. */
    private static final long GATHER_MILLIS = 50;

    private static final long NO_TIMER = -1;

    /** Told about what is sent and what is held. Called on the request's context. */
    interface Listener {
        void sent(long from, int length);

        /** Nothing may leave until something changes: the license says so, or the bytes are not what was signed. */
        void held(String code, String message);

        /** Something failed that may go well the next time. */
        void failed(String message);

        void released();
    }

    /** How an answer is cut. */
    enum Form {
        BOUNDED,
        WHOLE
    }

    private final Vertx vertx;
    private final Context context;
    private final PlaySession session;
    private final Listener listener;
    private final OpenAnswers answers;
    private final LongSupplier holdMillis;

    MediaRoute(
            Vertx vertx,
            Context context,
            PlaySession session,
            Listener listener,
            OpenAnswers answers,
            LongSupplier holdMillis) {
        this.vertx = vertx;
        this.context = context;
        this.session = session;
        this.listener = listener;
        this.answers = answers;
        this.holdMillis = holdMillis;
    }

    void serve(HttpServerRequest request, Form form) {
        long size = session.track().track().sizeBytes();
        String tag = '"' + session.track().track().root().fileName() + '"';
        HttpServerResponse response = request.response()
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("ETag", tag)
                .putHeader("Content-Type", session.track().track().mediaType().text());
        if (request.method().equals(HttpMethod.HEAD)) {
            // RFC 9110, section 14.2: a range is of GET only.
            response.putHeader("Content-Length", Long.toString(size)).end();
            return;
        }
        String condition = request.getHeader("If-Range");
        // RFC 9110, section 13.1.5: of another version nothing is wanted in part.
        boolean partly = condition == null || condition.strip().equals(tag);
        ByteRange.Asked asked = partly ? ByteRange.read(request.getHeader("Range"), size) : new ByteRange.Asked.Whole();
        if (asked instanceof ByteRange.Asked.Unsatisfiable) {
            response.setStatusCode(416)
                    .putHeader("Content-Range", "bytes */" + size)
                    .end();
            return;
        }
        ByteRange range = asked instanceof ByteRange.Asked.Part part ? part.range() : new ByteRange(0, size);
        // Without a range the whole is asked for: a run of it would be a wrong answer.
        Form cut = asked instanceof ByteRange.Asked.Whole ? Form.WHOLE : form;
        new Answer(request, cut, asked, range, size).begin();
    }

    private static void status(HttpServerResponse response, ByteRange.Asked asked, ByteRange range, long size) {
        if (asked instanceof ByteRange.Asked.Part) {
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + range.from() + "-" + (range.end() - 1) + "/" + size);
        }
    }

    private <T> void here(Future<T> future, Handler<AsyncResult<T>> then) {
        future.onComplete(result -> context.runOnContext(ignored -> then.handle(result)));
    }

    /** One request on its way. */
    private final class Answer {
        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final Form form;
        private final ByteRange.Asked asked;
        private final ByteRange range;
        private final long size;
        private final OpenAnswers.Place place;
        private boolean over;
        private Optional<PlainReader> reader = Optional.empty();
        private long holdTimer = NO_TIMER;
        private long gatherTimer = NO_TIMER;

        Answer(HttpServerRequest request, Form form, ByteRange.Asked asked, ByteRange range, long size) {
            this.request = request;
            this.response = request.response();
            this.form = form;
            this.asked = asked;
            this.range = range;
            this.size = size;
            this.place = answers.take(() -> context.runOnContext(ignored -> drop()));
        }

        void begin() {
            response.closeHandler(closed -> end());
            response.exceptionHandler(failure -> end());
            hold();
            here(session.enter(), entered -> {
                if (entered.failed()) {
                    listener.held("internal-error", "the play cannot go on");
                } else if (entered.result() instanceof Gate.Shut shut) {
                    listener.held(shut.code(), shut.message());
                } else if (!over) {
                    open();
                }
            });
        }

        /** After this time without a byte the socket goes; the page asks again. */
        private void hold() {
            vertx.cancelTimer(holdTimer);
            holdTimer = vertx.setTimer(holdMillis.getAsLong(), fired -> drop());
        }

        private void drop() {
            if (!over) {
                end();
                request.connection().close();
            }
        }

        private void open() {
            // A page's request may ask to the end of the file; it gets a run, so no more is read for it than that.
            long end = form == Form.BOUNDED ? Math.min(range.end(), range.from() + MAX_RUN_BYTES) : range.end();
            here(session.track().read(range.from(), end), opened -> {
                if (opened.failed()) {
                    failed(opened.cause());
                } else if (over) {
                    opened.result().close();
                } else {
                    reader = Optional.of(opened.result());
                    if (form == Form.BOUNDED) {
                        gather(opened.result(), Buffer.buffer());
                    } else {
                        status(response, asked, range, size);
                        response.putHeader("Content-Length", Long.toString(range.length()));
                        pump(opened.result(), range.from());
                    }
                }
            });
        }

        /** Collects what comes until the run is full, the range ends or the time is up, then sends it. */
        private void gather(PlainReader from, Buffer run) {
            here(from.next(), next -> {
                if (over) {
                    return;
                }
                if (next.failed() && run.length() == 0) {
                    failed(next.cause());
                } else if (next.failed() || next.result().isEmpty()) {
                    send(run);
                } else {
                    if (run.length() == 0) {
                        gatherTimer = vertx.setTimer(GATHER_MILLIS, fired -> send(run));
                    }
                    run.appendBuffer(next.result().get());
                    gather(from, run);
                }
            });
        }

        private void send(Buffer run) {
            if (over) {
                return;
            }
            ByteRange sent = new ByteRange(range.from(), range.from() + run.length());
            status(response, new ByteRange.Asked.Part(sent), sent, size);
            listener.sent(sent.from(), run.length());
            listener.released();
            end();
            response.end(run);
        }

        /** One chunk is on its way at a time: a slow reader holds no more than that in memory. */
        private void pump(PlainReader from, long at) {
            here(from.next(), next -> {
                if (over) {
                    return;
                }
                if (next.failed()) {
                    failed(next.cause());
                } else if (next.result().isEmpty()) {
                    end();
                    response.end();
                } else {
                    Buffer bytes = next.result().get();
                    listener.sent(at, bytes.length());
                    listener.released();
                    hold();
                    here(response.write(bytes).compose(done -> session.enter()), gate -> {
                        if (gate.succeeded() && gate.result() instanceof Gate.Open) {
                            pump(from, at + bytes.length());
                        } else if (gate.succeeded() && gate.result() instanceof Gate.Shut shut) {
                            listener.held(shut.code(), shut.message());
                        }
                    });
                }
            });
        }

        /** Never a 5xx. Bytes that are not what was signed hold the play; anything else may go well when it is asked again. */
        private void failed(Throwable failure) {
            if (failure instanceof FormatException refused) {
                listener.held(refused.problem().code(), String.valueOf(failure.getMessage()));
            } else if (!over) {
                listener.failed(String.valueOf(failure.getMessage()));
                drop();
            }
        }

        private void end() {
            if (!over) {
                over = true;
                vertx.cancelTimer(holdTimer);
                vertx.cancelTimer(gatherTimer);
                reader.ifPresent(PlainReader::close);
                place.leave();
            }
        }
    }
}
