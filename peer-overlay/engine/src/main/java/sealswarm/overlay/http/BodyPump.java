package sealswarm.overlay.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.EOFException;

/**
 * Feeds the body of a request to a blocking sink, a batch at a time: while the sink works the connection is paused, so that no
 * more than one batch is held per request. The request must have been paused in the call that received it. Belongs to the
 * request's event loop; the sink runs on the workers, its calls in order.
 */
public final class BodyPump {
    /** A batch goes to the sink when it has reached this size. */
    static final int BATCH_BYTES = 256 * 1024;

    private final HttpServerRequest request;
    private final WorkerExecutor workers;
    private final Sink sink;
    private final long expectedBytes;
    private final Promise<Void> done = Promise.promise();
    private Buffer batch = Buffer.buffer();
    private long receivedBytes;
    private boolean ended;
    private boolean working;

    /** Takes a body's bytes; blocks, and may fail to refuse the rest. */
    @FunctionalInterface
    public interface Sink {
        void accept(byte[] bytes) throws Exception;
    }

    private BodyPump(HttpServerRequest request, WorkerExecutor workers, long expectedBytes, Sink sink) {
        this.request = request;
        this.workers = workers;
        this.expectedBytes = expectedBytes;
        this.sink = sink;
    }

    /** Starts; the future fails with the sink's failure, or with {@link EOFException} if the connection ends early. */
    public static Future<Void> run(HttpServerRequest request, WorkerExecutor workers, long expectedBytes, Sink sink) {
        BodyPump pump = new BodyPump(request, workers, expectedBytes, sink);
        pump.start();
        return pump.done.future();
    }

    private void start() {
        request.handler(this::received);
        request.endHandler(nothing -> {
            ended = true;
            work();
        });
        request.exceptionHandler(failure -> done.tryFail(new EOFException("the connection ended inside the body")));
        request.resume();
    }

    private void received(Buffer chunk) {
        receivedBytes += chunk.length();
        if (receivedBytes > expectedBytes) {
            done.tryFail(new EOFException("the body is longer than announced"));
            return;
        }
        batch.appendBuffer(chunk);
        if (batch.length() >= BATCH_BYTES) {
            work();
        }
    }

    private void work() {
        if (working || done.future().isComplete()) {
            return;
        }
        if (batch.length() == 0) {
            if (ended) {
                done.tryComplete();
            }
            return;
        }
        byte[] bytes = batch.getBytes();
        batch = Buffer.buffer();
        working = true;
        request.pause();
        workers.executeBlocking(
                        () -> {
                            sink.accept(bytes);
                            return bytes.length;
                        },
                        false)
                .onComplete(result -> {
                    working = false;
                    if (result.failed()) {
                        done.tryFail(result.cause());
                    } else if (!done.future().isComplete()) {
                        request.resume();
                        if (ended) {
                            work();
                        }
                    }
                });
    }
}
