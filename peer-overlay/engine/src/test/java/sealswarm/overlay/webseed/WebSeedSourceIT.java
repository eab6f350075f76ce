package sealswarm.overlay.webseed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.swarm.RangeSource;

class WebSeedSourceIT {
    private static final byte[] FILE = new byte[1000];

    static {
        for (int i = 0; i < FILE.length; i++) {
            FILE[i] = (byte) i;
        }
    }

    private static final RangeFetch.Waits SHORT = new RangeFetch.Waits(RangeFetch.SILENCE_MILLIS, 500);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong now = new AtomicLong();

    /** What came of one fetch. */
    private record Fetched(ByteBuffer bytes, String failure) {}

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void rangesAndLeavesAreFetched() throws Exception {
        WebSeedSource source = source(WebSeedSourceIT::serve);
        assertEquals(ByteBuffer.wrap(FILE, 100, 64), fetch(source, 100, 64).bytes());
        CompletableFuture<Optional<MerkleLayer>> leaves = new CompletableFuture<>();
        onLoop(() -> source.leaves(2, 3, leaves::complete));
        assertArrayEquals(
                java.util.Arrays.copyOfRange(FILE, 64, 160),
                leaves.get(30, TimeUnit.SECONDS).orElseThrow().packed());
        assertEquals("127.0.0.1", source.name());
        assertEquals(SourceHealth.PARALLEL, source.parallelRanges());
    }

    @Test
    void anythingButTheRangeAskedForIsAFailure() throws Exception {
        List<Consumer<HttpServerRequest>> servers = List.of(
                request -> request.response().setStatusCode(404).end(),
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://10.0.0.1/x")
                        .end(),
                request -> request.response().end(Buffer.buffer(FILE)),
                request -> request.response()
                        .setStatusCode(206)
                        .putHeader("Content-Range", "bytes 101-164/1000")
                        .end(Buffer.buffer(new byte[64])),
                request -> request.response().setStatusCode(206).end(Buffer.buffer(new byte[64])),
                request -> request.response()
                        .setStatusCode(206)
                        .putHeader("Content-Range", "bytes 100-163/1000")
                        .end(Buffer.buffer(new byte[63])),
                request -> request.connection().close(),
                request -> request.response()
                        .setStatusCode(206)
                        .putHeader("Content-Range", "bytes 100-163/1000")
                        .putHeader("Content-Length", "64")
                        .write(Buffer.buffer(new byte[5])));
        for (Consumer<HttpServerRequest> server : servers) {
            WebSeedSource source = source(server);
            assertTrue(!fetch(source, 100, 64).failure().isEmpty());
            assertEquals(1, source.parallelRanges());
        }
    }

    @Test
    void aServerThatDripsIsLeftThoughItIsNeverSilent() throws Exception {
        CompletableFuture<Boolean> abandoned = new CompletableFuture<>();
        WebSeedSource source = source(request -> {
            request.response()
                    .setStatusCode(206)
                    .putHeader("Content-Range", "bytes 0-999999/1000000")
                    .putHeader("Content-Length", "1000000");
            long timer = vertx.setPeriodic(20, ignored -> request.response().write(Buffer.buffer(new byte[10])));
            request.response().closeHandler(ignored -> {
                vertx.cancelTimer(timer);
                abandoned.complete(true);
            });
        });
        assertEquals(
                "no 16384 bytes in " + SHORT.blockMillis() + " ms",
                fetch(source, 0, 1_000_000).failure());
        assertTrue(abandoned.get(30, TimeUnit.SECONDS));
        assertEquals(20_000, RangeFetch.Waits.DEFAULT.blockMillis());
    }

    @Test
    void overloadedServerIsLeftAloneForAsLongAsItAsks() throws Exception {
        WebSeedSource source = source(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "7")
                .end());
        assertEquals("the server answered 503", fetch(source, 0, 10).failure());
        assertEquals(0, source.parallelRanges());
        now.addAndGet(7_000);
        assertEquals(1, source.parallelRanges());
    }

    @Test
    void redirectToAnotherListedSeedMeansARestAndAnyOtherIsAFailureAlone() throws Exception {
        WebSeedSource shed = source(request -> request.response()
                .setStatusCode("listed".equals(request.getHeader("Sealswarm-Redirects")) ? 307 : 503)
                .putHeader("Location", "http://OTHER.example/")
                .putHeader("Retry-After", "30")
                .end());
        assertEquals("the server answered 307", fetch(shed, 0, 10).failure());
        assertEquals(0, shed.parallelRanges());
        now.addAndGet(30_000);
        assertEquals(1, shed.parallelRanges());
        WebSeedSource sly = source(request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", "http://10.0.0.1/")
                .putHeader("Retry-After", "30")
                .end());
        assertEquals("the server answered 307", fetch(sly, 0, 10).failure());
        assertEquals(1, sly.parallelRanges(), "what only a redirect names is not believed");
        assertEquals("", WebSeedSource.origin("no address"));
        assertEquals("https://a.example:443", WebSeedSource.origin("https://A.example/x?y"));
    }

    @Test
    void cancelledFetchSaysNothingMore() throws Exception {
        CompletableFuture<Boolean> abandoned = new CompletableFuture<>();
        WebSeedSource source = source(request -> {
            request.response().closeHandler(ignored -> abandoned.complete(true));
            request.response()
                    .setStatusCode(206)
                    .putHeader("Content-Range", "bytes 0-999/1000")
                    .putHeader("Content-Length", "1000")
                    .write(Buffer.buffer(new byte[5]));
        });
        CompletableFuture<Fetched> result = new CompletableFuture<>();
        onLoop(() -> {
            RangeSource.Fetch[] running = new RangeSource.Fetch[1];
            running[0] = source.fetch(0, 1000, new RangeSource.Receiver() {
                @Override
                public void bytes(ByteBuffer chunk) {
                    running[0].cancel();
                }

                @Override
                public void complete() {
                    result.complete(new Fetched(ByteBuffer.allocate(0), "complete"));
                }

                @Override
                public void failed(String reason) {
                    result.complete(new Fetched(ByteBuffer.allocate(0), reason));
                }
            });
        });
        assertTrue(abandoned.get(30, TimeUnit.SECONDS));
        assertTrue(!result.isDone());
    }

    @Test
    void onlyHttpUrlsWithAHostAreTaken() {
        for (String url :
                List.of("ftp://x/y", "file:///etc/passwd", "/x", "http:///x", "http://user@x/y", "http://a b/")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new WebSeedSource(vertx, url, "n", Optional.empty(), now::get),
                    url);
        }
    }

    private static void serve(HttpServerRequest request) {
        ByteRange.Part part = (ByteRange.Part) ByteRange.parse(request.getHeader("Range"), FILE.length);
        request.response()
                .setStatusCode(206)
                .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + FILE.length)
                .end(Buffer.buffer(FILE).slice((int) part.first(), (int) part.last() + 1));
    }

    private Fetched fetch(WebSeedSource source, long offset, int length) throws Exception {
        CompletableFuture<Fetched> result = new CompletableFuture<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        onLoop(() -> source.fetch(offset, length, new RangeSource.Receiver() {
            @Override
            public void bytes(ByteBuffer chunk) {
                byte[] copy = new byte[chunk.remaining()];
                chunk.get(copy);
                bytes.writeBytes(copy);
            }

            @Override
            public void complete() {
                result.complete(new Fetched(ByteBuffer.wrap(bytes.toByteArray()), ""));
            }

            @Override
            public void failed(String reason) {
                result.complete(new Fetched(ByteBuffer.wrap(bytes.toByteArray()), reason));
            }
        }));
        return result.get(30, TimeUnit.SECONDS);
    }

    private WebSeedSource source(Consumer<HttpServerRequest> answer) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(answer::accept)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        return new WebSeedSource(
                vertx,
                "http://127.0.0.1:" + server.actualPort() + "/f",
                "f",
                Optional.empty(),
                Set.of("http://other.example:80"),
                now::get,
                SHORT);
    }

    private void onLoop(Runnable task) {
        vertx.getOrCreateContext().runOnContext(ignored -> task.run());
    }
}
