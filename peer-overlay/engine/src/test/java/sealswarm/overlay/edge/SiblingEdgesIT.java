package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.console.settings.SecretText;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.config.EdgeConfig;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeSiblingKey;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenRoot;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;
import sealswarm.trial.LoopbackPort;
import sealswarm.trial.crash.Checkpoints;
import sealswarm.trial.crash.ChildJvm;

/** Two edges of one shop: what is put on one appears on the other by the swarm, and the shop outlives either. */
class SiblingEdgesIT {
    private static final EdgeTokenRoot ROOT = EdgeTokenRoot.of(new byte[32]);
    private static final List<EdgeName> NAMES = List.of(new EdgeName("edge-1"), new EdgeName("edge-2"));
    private static final SampleTrack TRACK = SampleTrack.of(61, 3_000_321);
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private final int[] ports = new int[2];
    private final TrialEdge[] edges = new TrialEdge[2];
    private long limitBytesPerSecond;

    @BeforeEach
    void start() throws Exception {
        ports[0] = LoopbackPort.findFree();
        ports[1] = LoopbackPort.findFree();
        start(0);
        start(1);
    }

    @AfterEach
    void stop() {
        edges[0].close();
        edges[1].close();
    }

    private static EdgeSiblingKey key(int from, int to) {
        return ROOT.deriveSibling(NAMES.get(from), NAMES.get(to), 0);
    }

    private void start(int number) {
        EdgeConfig config = EdgeConfig.ofLoopback(
                        ports[number],
                        0,
                        SecretText.of(ROOT.derive(NAMES.get(number), 0).revealKeyFileLine()))
                .withSiblings(List.of(siblings(number)), SecretText.of(siblingKeys(number)))
                .withLimits(limitBytesPerSecond, EdgeConfig.MOST_CONNECTIONS);
        edges[number] = TrialEdge.start(
                directory.resolve("edge-" + number),
                config,
                TrialEdge.platform(InstantSource.system(), new SystemOriginDisk()));
    }

    private String siblings(int number) {
        int other = 1 - number;
        return NAMES.get(other) + "=http://127.0.0.1:" + ports[other];
    }

    private static String siblingKeys(int number) {
        int other = 1 - number;
        return key(number, other).revealKeyFileLine() + "\n"
                + key(other, number).revealKeyFileLine();
    }

    private static String path(TrialEdge edge, SampleTrack track) {
        return "/webseed/" + edge.ticket(track, TokenKind.WEBSEED) + "/"
                + track.metainfo().name();
    }

    private static boolean has(TrialEdge edge, SampleTrack track) {
        return edge.get(path(edge, track), "Range", "bytes=0-0").statusCode() == 206;
    }

    @Test
    void aTrackPutOnOneEdgeIsFetchedByTheOtherAndPlayedFromItWhenTheFirstIsGone() throws Exception {
        edges[0].publish(TRACK);
        edges[1].describe(TRACK);
        await(() -> has(edges[1], TRACK));
        assertArrayEquals(TRACK.data(), edges[1].get(path(edges[1], TRACK)).body());
        assertTrue(text(edges[1].get("/metrics")).contains("sealswarm_fetched_bytes_total 3000321\n"));
        List<List<String>> trackers = List.of(announce(edges[0]), announce(edges[1]));
        edges[0].close();
        assertArrayEquals(TRACK.data(), leech(trackers));
        start(0);
    }

    private static List<String> announce(TrialEdge edge) {
        return List.of(edge.url() + "/announce/" + edge.ticket(TRACK, TokenKind.ANNOUNCE));
    }

    /** Downloads as a player does that is told of both edges and may use peers only. */
    private byte[] leech(List<List<String>> trackers) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Overlay overlay = Overlay.start(vertx, OverlaySettings.LOOPBACK, new SecureRandom())
                    .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            TrackRequest request = TrackRequest.of(TRACK.metainfo(), directory.resolve("leech"));
            OverlayTrack track = overlay.open(request).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            new SwarmLinks(vertx, new SecureRandom())
                    .follow(
                            request,
                            track,
                            overlay.port(),
                            new MetainfoLinks(trackers, List.of(), Optional.empty(), List.of()));
            track.whenComplete().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            overlay.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Files.readAllBytes(
                    directory.resolve("leech").resolve(TRACK.metainfo().name()));
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void anEdgeThatWasDownWhenTheTrackCameFetchesItAfterItsStartAndKeepsWhatItHas() throws Exception {
        edges[1].describe(TRACK);
        edges[1].close();
        edges[0].publish(TRACK);
        start(1);
        await(() -> has(edges[1], TRACK));
        edges[0].close();
        edges[1].close();
        start(1);
        assertArrayEquals(TRACK.data(), edges[1].get(path(edges[1], TRACK)).body());
        start(0);
    }

    @Test
    void anEdgeKilledBetweenTheLastByteAndTheMoveNeedsNobodyToServeTheTrack() throws Exception {
        edges[0].publish(TRACK);
        edges[1].close();
        Path data = directory.resolve("edge-1");
        try (ChildJvm child = ChildJvm.start(
                EdgeChildMain.class,
                List.of(Checkpoints.option(EdgeChildMain.Step.BYTES_FORCED, 1)),
                data.toString(),
                ROOT.derive(NAMES.get(1), 0).revealKeyFileLine(),
                siblings(1),
                siblingKeys(1))) {
            assertTrue(child.says(line -> line.startsWith("edge ")), () -> child.lines()
                    .toString());
            String url = child.lines().stream()
                    .filter(line -> line.startsWith("edge "))
                    .findFirst()
                    .orElseThrow();
            new EdgeClient(url.substring("edge ".length()), ROOT.derive(NAMES.get(1), 0)).describe(TRACK);
            assertTrue(child.says(line -> line.startsWith("reached ")), () -> child.lines()
                    .toString());
            child.kill();
        }
        edges[0].close();
        start(1);
        await(() -> has(edges[1], TRACK));
        assertArrayEquals(TRACK.data(), edges[1].get(path(edges[1], TRACK)).body());
        start(0);
    }

    @Test
    void aTrackThatWasWithdrawnHereIsNotFetched() throws Exception {
        edges[1].describe(TRACK);
        withdraw(edges[1]);
        edges[0].publish(TRACK);
        SampleTrack other = SampleTrack.of(62, 70_000);
        edges[0].publish(other);
        edges[1].describe(other);
        await(() -> has(edges[1], other));
        assertEquals(410, edges[1].get(path(edges[1], TRACK)).statusCode());
        assertTrue(has(edges[0], TRACK), "each edge withdraws what its operator says");
        withdraw(edges[0]);
        assertEquals(410, edges[0].get(path(edges[0], TRACK)).statusCode());
    }

    private static void withdraw(TrialEdge edge) {
        HttpResponse<byte[]> answer = edge.send(edge.request("/ops/withdrawals/" + TRACK.swarmId())
                .header("Authorization", "Bearer " + edge.operator())
                .PUT(BodyPublishers.noBody()));
        assertEquals(204, answer.statusCode());
    }

    @Test
    void anUploadTakesOverFromAFetchThatFindsNobody() throws Exception {
        edges[1].describe(TRACK);
        await(() -> text(edges[1].get("/metrics")).contains("sealswarm_fetches 1\n"));
        edges[1].publish(TRACK);
        assertArrayEquals(TRACK.data(), edges[1].get(path(edges[1], TRACK)).body());
        assertTrue(text(edges[1].get("/metrics")).contains("sealswarm_fetches 0\n"));
    }

    @Test
    void theSecretsOfOneEdgeOpenNothingOnTheOther() {
        edges[0].publish(TRACK);
        for (TokenKind kind : List.of(TokenKind.ANNOUNCE, TokenKind.WEBSEED, TokenKind.UPLOAD)) {
            String foreign = edges[1].ticket(TRACK, kind);
            assertTrue(text(edges[0].get("/announce/" + foreign)).contains("token for another edge"), kind.toString());
            assertEquals(
                    401,
                    edges[0].get("/webseed/" + foreign + "/" + TRACK.metainfo().name())
                            .statusCode());
            assertEquals(
                    401,
                    edges[0].put("/origin/" + foreign + "/metainfo", TRACK.hybrid())
                            .statusCode());
        }
        assertEquals(
                401,
                edges[0].get("/ops/swarms", "Authorization", "Bearer " + edges[1].operator())
                        .statusCode());
        String reflected = key(0, 1).mint(sibling(TokenKind.ANNOUNCE));
        assertTrue(text(edges[0].get("/announce/" + reflected)).contains("token for another edge"));
        String asEdge = key(1, 0).mint(sibling(TokenKind.ANNOUNCE));
        assertTrue(
                text(edges[0].get("/announce/" + asEdge)).contains("info_hash is missing"), "a sibling may announce");
        assertEquals(401, edges[0].get("/webseed/" + asEdge + "/x").statusCode());
    }

    @Test
    void aFullEdgeSendsNewViewersToItsSiblingAndServesThoseItHas() throws Exception {
        edges[0].publish(TRACK);
        edges[1].describe(TRACK);
        await(() -> has(edges[1], TRACK));
        edges[0].close();
        limitBytesPerSecond = 100_000;
        start(0);
        String known = path(edges[0], TRACK);
        int[] number = {0};
        await(() -> {
            assertEquals(206, edges[0].get(known, "Range", "bytes=0-99999").statusCode());
            return edges[0].get(
                                    stranger(number[0]++, TokenKind.WEBSEED),
                                    "Range",
                                    "bytes=0-0",
                                    "Sealswarm-Redirects",
                                    "listed")
                            .statusCode()
                    == 307;
        });
        String fresh = stranger(number[0], TokenKind.WEBSEED);
        HttpResponse<byte[]> redirect = edges[0].get(fresh, "Range", "bytes=0-0", "Sealswarm-Redirects", "listed");
        assertEquals(307, redirect.statusCode());
        assertEquals(
                edges[1].url() + "/", redirect.headers().firstValue("Location").orElse(""));
        assertEquals("30", redirect.headers().firstValue("Retry-After").orElse(""));
        assertEquals(503, edges[0].get(fresh, "Range", "bytes=0-0").statusCode(), "who follows no redirect of ours");
        assertEquals(206, edges[0].get(known, "Range", "bytes=0-0").statusCode(), "a viewer it has goes on");
        String named = new String(
                edges[0].get(stranger(number[0] + 1, TokenKind.ANNOUNCE)).body(), StandardCharsets.ISO_8859_1);
        assertTrue(named.contains(compact(edges[1].peerPort())), "the tracker names the sibling");
        assertFalse(named.contains(compact(edges[0].peerPort())), "and not itself");
        assertTrue(has(edges[1], TRACK), "the sibling has room");
        assertEquals(401, edges[0].get("/sibling/status").statusCode());
        String operator = "Bearer " + edges[0].operator();
        assertEquals(
                401, edges[0].get("/sibling/status", "Authorization", operator).statusCode());
    }

    /** An address of a holder that was never here. */
    private static String stranger(int number, TokenKind kind) {
        Pseudonym subject = new Pseudonym(String.format("%032x", 1_000 + number));
        String token = ROOT.derive(NAMES.get(0), 0)
                .mint(EdgeToken.of(kind, TrustDomain.USER, TRACK.swarmId(), subject, EdgeClient.soon()));
        if (kind == TokenKind.WEBSEED) {
            return "/webseed/" + token + "/" + TRACK.metainfo().name();
        }
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < TRACK.swarmId().hex().length(); i += 2) {
            id.append('%').append(TRACK.swarmId().hex(), i, i + 2);
        }
        return "/announce/" + token + "?info_hash=" + id + "&peer_id=-TT0001-123456789012&port=7009"
                + "&uploaded=0&downloaded=0&left=5&event=started&compact=1&ss=1";
    }

    /** 127.0.0.1 and a port as a compact peer list has them, byte by byte a character. */
    private static String compact(int port) {
        return new String(new char[] {127, 0, 0, 1, (char) (port >>> 8), (char) (port & 0xFF)});
    }

    private static EdgeToken sibling(TokenKind kind) {
        return EdgeToken.of(kind, TrustDomain.EDGE, TRACK.swarmId(), Pseudonym.NOBODY, EdgeClient.soon());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not in time");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
