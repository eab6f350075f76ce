package sealswarm.overlay.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.reach.NatClass;
import sealswarm.overlay.reach.Observed;
import sealswarm.overlay.reach.Reach;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.PeerDiscovery.TransferTotals;
import sealswarm.overlay.wire.PeerId;

class TrackerDiscoveryIT {
    private static final byte[] PEER = {(byte) 192, 0, 2, 1, 0x1A, (byte) 0xE1};
    private static final String GOOD =
            "d8:intervali1800e5:peers6:" + new String(PEER, StandardCharsets.ISO_8859_1) + "e";
    private static final String OURS = "d8:intervali120e5:peers6:" + new String(PEER, StandardCharsets.ISO_8859_1)
            + "14:ss edge offseti5e6:ss ids1:\u0004e";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> queries = new ConcurrentLinkedQueue<>();
    private final Queue<PeerAddress> peers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void strangersTrackerIsToldEveryIdAndOursOnlyOne() throws Exception {
        String stranger = tracker(answer(GOOD));
        discover(List.of(List.of(stranger)));
        await(() -> queries.size() == 3 && peers.size() == 3);
        assertEquals(3, peers.stream().mapToInt(PeerAddress::ids).distinct().count());
        queries.clear();
        peers.clear();
        discover(List.of(List.of(tracker(answer(OURS)))));
        await(() -> !peers.isEmpty());
        assertEquals(1, queries.size());
        assertEquals(new PeerAddress("192.0.2.1", 6881, PeerAddress.COMPANION), peers.peek());
        String query = String.valueOf(queries.peek());
        assertTrue(query.contains("&event=started") && query.contains("&left=7&compact=1&ss=1"), query);
        assertTrue(query.contains("&port=4711&"), query);
    }

    @Test
    void nextTierIsAskedWhenTheFirstFailsOrAnswersNonsense() throws Exception {
        for (Consumer<HttpServerRequest> broken : List.<Consumer<HttpServerRequest>>of(
                request -> request.response().setStatusCode(500).end(),
                answer("<html>"),
                answer("d8:intervali60e5:peers5:abcdee"),
                answer("d14:failure reason4:full8:retry ini5ee"),
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/loop")
                        .end(),
                request -> request.connection().close(),
                TrackerDiscoveryIT::zipped,
                this::endless)) {
            peers.clear();
            discover(List.of(List.of(tracker(broken)), List.of("udp://192.0.2.9:80", tracker(answer(OURS)))));
            await(() -> !peers.isEmpty());
        }
    }

    @Test
    void aReplyThatNeverEndsIsCutOff() throws Exception {
        for (boolean headFirst : new boolean[] {true, false}) {
            CompletableFuture<Boolean> cut = new CompletableFuture<>();
            String url = tracker(request -> {
                request.connection().closeHandler(ignored -> cut.complete(true));
                if (headFirst) {
                    drip(request);
                }
            });
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            TrackerClient client = new TrackerClient(vertx, 300);
            onLoop(() -> client.announce(
                            URI.create(url),
                            SampleAnnounce.IDS.swarmId().bytes(),
                            new TrackerClient.Identity(PeerId.fresh(new Random(1)), 4711, 1, NatClass.UNKNOWN),
                            new TrackerClient.Figures(0, 0, 7, AnnounceEvent.STARTED, 50))
                    .onFailure(failure::complete));
            assertTrue(failure.get(30, TimeUnit.SECONDS).toString().contains("imeout"));
            assertTrue(cut.get(30, TimeUnit.SECONDS), "the connection is left open");
        }
    }

    /** A byte now and then: never silent, never done. */
    private void drip(HttpServerRequest request) {
        request.response().setChunked(true);
        long timer = vertx.setPeriodic(20, ignored -> request.response().write("d"));
        request.response().closeHandler(ignored -> vertx.cancelTimer(timer));
    }

    @Test
    void comingCompletingAndGoingAreAnnounced() throws Exception {
        TrackerDiscovery discovery = discover(List.of(List.of(tracker(answer(OURS)))));
        await(() -> queries.size() == 1);
        onLoop(discovery::completed);
        await(() -> queries.size() == 2);
        CountDownLatch gone = new CountDownLatch(1);
        onLoop(() -> discovery.stop(gone::countDown));
        assertTrue(gone.await(10, TimeUnit.SECONDS));
        List<String> sent = List.copyOf(queries);
        assertTrue(sent.get(0).contains("event=started"), sent.get(0));
        assertTrue(sent.get(1).contains("event=completed"), sent.get(1));
        assertTrue(sent.get(2).contains("event=stopped"), sent.get(2));
    }

    @Test
    void thePortThatIsForwardedIsAnnounced() throws Exception {
        TrackerDiscovery discovery = discover(List.of(List.of(tracker(answer(OURS)))));
        await(() -> peers.size() == 1);
        onLoop(() -> {
            discovery.forwarded(Optional.of(new Observed("198.51.100.7", 40_000)));
            discovery.completed();
        });
        await(() -> queries.size() == 2);
        onLoop(() -> discovery.stop(() -> {}));
        List<String> sent = List.copyOf(queries);
        assertTrue(sent.get(0).contains("&port=4711&"), sent.get(0));
        assertTrue(sent.get(1).contains("&port=40000&"), sent.get(1));
    }

    @Test
    void whatTheNatDoesIsLearnedFromATrackerThatTellsAndAnnounced() throws Exception {
        Reach reach = new Reach(NatClass.CONE, new Observed("198.51.100.7", 40_123));
        List<String> asked = new CopyOnWriteArrayList<>();
        String told = OURS.substring(0, OURS.length() - 1) + "8:ss reachi6881ee";
        TrackerDiscovery discovery = discover(List.of(List.of(tracker(answer(told)))), (host, port) -> {
            asked.add(host + " " + port);
            return Future.succeededFuture(reach);
        });
        await(() -> !asked.isEmpty());
        onLoop(discovery::completed);
        await(() -> queries.size() == 2);
        onLoop(() -> discovery.stop(() -> {}));
        assertEquals(List.of("127.0.0.1 6881"), asked);
        List<String> sent = List.copyOf(queries);
        assertTrue(sent.get(0).contains("&port=4711&") && !sent.get(0).contains("ss_nat"), sent.get(0));
        assertTrue(sent.get(1).contains("&port=40123&") && sent.get(1).contains("&ss_nat=cone"), sent.get(1));
    }

    @Test
    void tiersAreWalkedInOrderAndNeverMeansNever() {
        TrackerTiers tiers = new TrackerTiers(
                List.of(
                        List.of("http://a.example/x"),
                        List.of("junk", "wss://w.example", "http://user@b.example/", "http://b.example/x")),
                new Random(1));
        assertEquals("a.example", tiers.current().orElseThrow().getHost());
        assertTrue(tiers.failed());
        assertEquals("b.example", tiers.current().orElseThrow().getHost());
        tiers.answered();
        assertEquals("a.example", tiers.current().orElseThrow().getHost());
        tiers.refusedForGood();
        assertEquals("b.example", tiers.current().orElseThrow().getHost());
        tiers.refusedForGood();
        assertTrue(tiers.current().isEmpty());
    }

    private static Consumer<HttpServerRequest> answer(String body) {
        return request -> request.response().end(Buffer.buffer(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void zipped(HttpServerRequest request) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(new byte[1 << 20]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(packed.toByteArray()));
    }

    private void endless(HttpServerRequest request) {
        request.response().setChunked(true);
        Buffer chunk = Buffer.buffer(new byte[64 << 10]);
        long timer = vertx.setPeriodic(1, ignored -> request.response().write(chunk));
        request.response().closeHandler(ignored -> vertx.cancelTimer(timer));
        request.response().exceptionHandler(ignored -> vertx.cancelTimer(timer));
    }

    private String tracker(Consumer<HttpServerRequest> answer) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    queries.add(String.valueOf(request.query()));
                    answer.accept(request);
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        return "http://127.0.0.1:" + server.actualPort() + "/announce";
    }

    private TrackerDiscovery discover(List<List<String>> tiers) {
        return discover(tiers, ReachInquiry.NONE);
    }

    private TrackerDiscovery discover(List<List<String>> tiers, ReachInquiry inquiry) {
        TrackerDiscovery discovery =
                new TrackerDiscovery(vertx, SampleAnnounce.IDS, tiers, 4711, inquiry, new Random(5));
        onLoop(() -> discovery.start(() -> new TransferTotals(1, 2, 7), peers::addAll));
        return discovery;
    }

    private void onLoop(Runnable task) {
        vertx.getOrCreateContext().runOnContext(ignored -> task.run());
    }

    /** Waits for what another party does; a minute is far beyond what it takes. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it never happened");
    }
}
