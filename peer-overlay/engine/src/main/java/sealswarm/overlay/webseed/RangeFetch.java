package sealswarm.overlay.webseed;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One range of one URL, delivered in order. Fails on any answer but exactly that range, on three seconds without a byte, on twenty
 * without a block's worth of them, on a redirect: one to another listed web seed says that this one wants a rest. Belongs to its event loop.
 */
final class RangeFetch {
    /** Longest silence. */
    static final long SILENCE_MILLIS = 3_000;

    /** Longest time for the next 16 KiB: a server that drips is never silent. */
    static final long BLOCK_MILLIS = 20_000;

    private static final int BLOCK_BYTES = 16 << 10;
    private static final int PARTIAL = 206;
    private static final int WHOLE = 200;
    private static final int REDIRECT = 307;

    private final Vertx vertx;
    private final long offset;
    private final long lengthBytes;
    private final Outcome outcome;
    private final Set<String> listed;
    private @Nullable HttpClientRequest request;
    private final Waits waits;
    private long received;
    private long timer;
    private long blockTimer;
    private long blockEnd = BLOCK_BYTES;
    private boolean over;

    /** Where the bytes go and how it ends; exactly one of the last three is called, once. */
    record Outcome(
            Consumer<ByteBuffer> bytes, Runnable complete, Consumer<String> failed, LongConsumer askedToWaitMillis) {}

    /** Another source of the same track is known there: nothing is asked of an address that only a redirect names. */
    private boolean isListed(@Nullable String location) {
        return location != null && listed.contains(WebSeedSource.origin(location));
    }

    /** How long a fetch waits for the next byte, and for the next 16 KiB. */
    record Waits(long silenceMillis, long blockMillis) {
        static final Waits DEFAULT = new Waits(SILENCE_MILLIS, BLOCK_MILLIS);
    }

    private RangeFetch(Vertx vertx, Waits waits, Set<String> listed, long offset, long lengthBytes, Outcome outcome) {
        this.listed = listed;
        this.vertx = vertx;
        this.waits = waits;
        this.offset = offset;
        this.lengthBytes = lengthBytes;
        this.outcome = outcome;
    }

    static RangeFetch start(
            Vertx vertx,
            HttpClient client,
            Waits waits,
            Set<String> listed,
            String url,
            long offset,
            long lengthBytes,
            Outcome outcome) {
        RangeFetch fetch = new RangeFetch(vertx, waits, listed, offset, lengthBytes, outcome);
        fetch.listen();
        fetch.awaitBlock();
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url)
                        .putHeader("Sealswarm-Redirects", "listed")
                        .putHeader("Range", "bytes=" + offset + "-" + (offset + lengthBytes - 1))
                        .setFollowRedirects(false))
                .onSuccess(fetch::send)
                .onFailure(failure -> fetch.fail("cannot connect"));
        return fetch;
    }

    private void send(HttpClientRequest made) {
        request = made;
        if (over) {
            made.reset();
            return;
        }
        made.exceptionHandler(failure -> fail("connection lost"));
        made.send().onSuccess(this::answered).onFailure(failure -> fail("connection lost"));
    }

    private void answered(HttpClientResponse response) {
        if (over) {
            return;
        }
        response.exceptionHandler(failure -> fail("connection lost"));
        int status = response.statusCode();
        if (status == 503 || status == 429 || (status == REDIRECT && isListed(response.getHeader("Location")))) {
            outcome.askedToWaitMillis().accept(retryAfterMillis(response.getHeader("Retry-After")));
        }
        String expected = "bytes " + offset + "-" + (offset + lengthBytes - 1) + "/";
        String range = response.getHeader("Content-Range");
        boolean isPart = status == PARTIAL && range != null && range.startsWith(expected);
        // A server without ranges sends the file from its start: that is the range if it begins there.
        boolean isStart = status == WHOLE && offset == 0;
        if (!isPart && !isStart) {
            fail("the server answered " + status);
            return;
        }
        response.handler(this::received);
        response.endHandler(nothing -> fail("the server sent too little"));
    }

    /** Seconds only: a date would need this machine's clock to be right. */
    private static long retryAfterMillis(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}") ? Long.parseLong(header) * 1000 : SILENCE_MILLIS;
    }

    private void received(Buffer chunk) {
        if (over) {
            return;
        }
        int take = (int) Math.min(chunk.length(), lengthBytes - received);
        received += take;
        outcome.bytes().accept(ByteBuffer.wrap(chunk.getBytes(0, take)));
        if (over) {
            return;
        }
        if (received < lengthBytes) {
            vertx.cancelTimer(timer);
            listen();
            if (received >= blockEnd) {
                blockEnd = received + BLOCK_BYTES;
                vertx.cancelTimer(blockTimer);
                awaitBlock();
            }
            return;
        }
        end();
        if (take < chunk.length()) {
            abandon();
        }
        outcome.complete().run();
    }

    private void listen() {
        long millis = waits.silenceMillis();
        timer = vertx.setTimer(millis, ignored -> fail("no byte for " + millis + " ms"));
    }

    private void awaitBlock() {
        long millis = waits.blockMillis();
        blockTimer = vertx.setTimer(millis, ignored -> fail("no " + BLOCK_BYTES + " bytes in " + millis + " ms"));
    }

    private void fail(String reason) {
        if (!over) {
            end();
            abandon();
            outcome.failed().accept(reason);
        }
    }

    /** Stops without a word; harmless after the end. */
    void cancel() {
        if (!over) {
            end();
            abandon();
        }
    }

    private void end() {
        over = true;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(blockTimer);
    }

    private void abandon() {
        HttpClientRequest sent = request;
        if (sent != null) {
            sent.reset();
        }
    }
}
