package sealswarm.overlay.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.EOFException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the body of a request to a blocking sink, a batch at a time: while the sink works the connection is paused, so that no
 * more than one batch is held per request. Belongs to the request's event loop; the sink runs on the workers, one call at a
 * time and in order, and is never running when the future completes.
 */
public final class BodyPump {
    /** A batch goes to the sink when it has reached this size. */
    static final int BATCH_BYTES = 256 * 1024;

    private final HttpServerRequest request;
    private final Promise<Void> done = Promise.promise();
    private Buffer batch = Buffer.buffer();
    private long receivedBytes;
    private boolean ended;
    private boolean working;
    private @Nullable String broken;
    private @Nullable Target target;

    /** Takes a body's bytes; blocks, and may fail to refuse the rest. */
    @FunctionalInterface
    public interface Sink {
        void accept(byte[] bytes) throws Exception;
    }

    private record Target(WorkerExecutor workers, long expectedBytes, Sink sink) {}

    private BodyPump(HttpServerRequest request) {
        this.request = request;
    }

    /** Takes hold of a request's body, in the call that received the request; nothing of it is lost or read until later. */
    public static BodyPump of(HttpServerRequest request) {
        BodyPump pump = new BodyPump(request);
        request.pause();
        request.handler(pump::received);
        request.endHandler(nothing -> {
            pump.ended = true;
            pump.work();
        });
        request.exceptionHandler(failure -> pump.breakOff("the connection ended inside the body"));
        return pump;
    }

    /** Starts; the future fails with the sink's failure, or with {@link EOFException} if the connection ends early. */
    public Future<Void> into(WorkerExecutor workers, long expectedBytes, Sink sink) {
        target = new Target(workers, expectedBytes, sink);
        request.resume();
        if (broken != null) {
            work();
        }
        return done.future();
    }

    /** Reads the body and drops it: the request was refused. */
    public void drop() {
        request.handler(chunk -> {});
        request.endHandler(nothing -> {});
        request.resume();
    }

    /** Refuses the request: its body is dropped, and the connection ends with the answer. */
    public void refuse(Exchange exchange, Problem problem) {
        exchange.response().putHeader("Connection", "close");
        drop();
        exchange.refuse(problem);
    }

    private void received(Buffer chunk) {
        receivedBytes += chunk.length();
        if (target != null && receivedBytes > target.expectedBytes()) {
            breakOff("the body is longer than announced");
            return;
        }
        batch.appendBuffer(chunk);
        if (batch.length() >= BATCH_BYTES) {
            work();
        }
    }

    /** What came before still goes to the sink, and nothing is reported while the sink works. */
    private void breakOff(String reason) {
        broken = reason;
        work();
    }

    private void work() {
        Target to = target;
        if (to == null || working || done.future().isComplete()) {
            return;
        }
        if (batch.length() == 0) {
            if (broken != null) {
                done.tryFail(new EOFException(broken));
            } else if (ended) {
                done.tryComplete();
            }
            return;
        }
        byte[] bytes = batch.getBytes();
        batch = Buffer.buffer();
        working = true;
        request.pause();
        to.workers()
                .executeBlocking(
                        () -> {
                            to.sink().accept(bytes);
                            return bytes.length;
                        },
                        false)
                .onComplete(result -> {
                    working = false;
                    if (result.failed()) {
                        done.tryFail(result.cause());
                    } else if (!done.future().isComplete()) {
                        request.resume();
                        if (ended || broken != null) {
                            work();
                        }
                    }
                });
    }
}
