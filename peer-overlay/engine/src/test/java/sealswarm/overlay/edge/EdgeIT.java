package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.origin.TrialDisk;
import sealswarm.overlay.token.CertificateRequest;
import sealswarm.overlay.token.EdgeName;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.EdgeTokenRoot;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.RequestNonce;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;

class EdgeIT {
    private static final int LEAF = 16_384;
    private static final SampleTrack TRACK = SampleTrack.of(7, 3_000_123);
    private static final SampleTrack OTHER = SampleTrack.of(8, 40_000);

    @TempDir
    Path directory;

    private final TrialDisk disk = new TrialDisk();
    private TrialEdge edge;

    @BeforeEach
    void start() {
        edge = TrialEdge.start(directory, disk);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void publishedTrackIsServedWholeByRangeAndByHead() throws Exception {
        edge.publish(TRACK);
        String path = "/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name();
        HttpResponse<byte[]> whole = edge.get(path);
        assertEquals(200, whole.statusCode());
        assertArrayEquals(TRACK.data(), whole.body());
        String etag = whole.headers().firstValue("ETag").orElseThrow();
        assertEquals("\"" + TRACK.metainfo().root().orElseThrow().hash() + "\"", etag);
        HttpResponse<byte[]> part = edge.get(path, "Range", "bytes=100000-100099");
        assertEquals(206, part.statusCode());
        assertArrayEquals(TRACK.data(100_000, 100_100), part.body());
        assertEquals(
                "bytes 100000-100099/3000123",
                part.headers().firstValue("Content-Range").orElseThrow());
        HttpResponse<byte[]> head = edge.send(edge.request(path).method("HEAD", BodyPublishers.noBody()));
        assertEquals("3000123", head.headers().firstValue("Content-Length").orElseThrow());
        assertEquals("bytes", head.headers().firstValue("Accept-Ranges").orElseThrow());
        assertEquals(416, edge.get(path, "Range", "bytes=0-1,5-6").statusCode());
        assertEquals(416, edge.get(path, "Range", "bytes=3000123-").statusCode());
        assertEquals(304, edge.get(path, "If-None-Match", etag).statusCode());
        assertEquals(
                200,
                edge.get(path, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode());
        assertArrayEquals(TRACK.leaves(), edge.get(path + ".leaves").body());
        assertArrayEquals(
                Arrays.copyOfRange(TRACK.leaves(), 64, 96),
                edge.get(path + ".leaves", "Range", "bytes=64-95").body());
        assertEquals(404, edge.get(path + ".other").statusCode());
        assertEquals(
                404,
                edge.get("/webseed/" + TrialEdge.token(OTHER, TokenKind.WEBSEED) + "/x")
                        .statusCode());
    }

    @Test
    void personalisedMetainfosLeadBackToTheEdgeAndKeepTheirInfo() throws Exception {
        edge.publish(TRACK);
        String path = "/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name();
        Metainfo hybrid = Metainfo.parse(edge.get(path + ".torrent").body());
        Metainfo companion = Metainfo.parse(edge.get(path + ".v1.torrent").body());
        assertEquals(TRACK.metainfo().infoHashes(), hybrid.infoHashes());
        assertEquals(Metainfo.parse(TRACK.companion()).infoHashes(), companion.infoHashes());
        String webSeed = hybrid.links().webSeeds().get(0);
        assertArrayEquals(
                TRACK.data(), edge.get(webSeed.substring(edge.url().length())).body());
        String announce = hybrid.links().trackers().get(0).get(0);
        HttpResponse<byte[]> reply = edge.get(announce.substring(edge.url().length()) + query(TRACK, 6999));
        assertTrue(text(reply).contains("8:completei"), text(reply));
        assertTrue(hybrid.links().leavesUrl().orElseThrow().endsWith(".leaves"));
        assertEquals(1, hybrid.links().edgeKeys().size());
    }

    @Test
    void interruptedAndRepeatedPublishGivesOneTrack() throws Exception {
        SampleTrack large = SampleTrack.of(9, 9_000_001);
        String origin = "/origin/" + TrialEdge.token(large, TokenKind.UPLOAD) + "/";
        edge.put(origin + "metainfo", large.hybrid());
        edge.put(origin + "leaves", large.leaves());
        try (Socket socket = beginUpload(origin, large.data().length)) {
            socket.getOutputStream().write(large.data(0, 6 << 20));
            await(() -> edge.offset(large) >= 4 << 20);
        }
        await(() -> edge.get("/metrics").statusCode() == 200
                && text(edge.get("/metrics")).contains("_uploads 0\n"));
        long offset = edge.offset(large);
        assertTrue(offset % LEAF == 0 && offset <= 6 << 20, "offset " + offset);
        edge.close();
        edge = TrialEdge.start(directory, disk);
        assertEquals(offset, edge.offset(large));
        edge.publish(large);
        edge.publish(large);
        edge.close();
        edge = TrialEdge.start(directory, disk);
        JsonNode swarms = ops("/ops/swarms");
        assertEquals(1, swarms.get("total").asInt());
        assertEquals(
                large.swarmId().hex(),
                swarms.get("swarms").get(0).get("swarmId").asText());
    }

    @Test
    void flippedByteIsAnsweredWithItsLeaf() throws Exception {
        String origin = "/origin/" + TrialEdge.token(TRACK, TokenKind.UPLOAD) + "/";
        edge.put(origin + "metainfo", TRACK.hybrid());
        edge.put(origin + "leaves", TRACK.leaves());
        byte[] wrong = TRACK.data();
        wrong[17 * LEAF + 3] ^= 4;
        HttpResponse<byte[]> answer = edge.patch(TRACK, 0, wrong);
        assertEquals(422, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertEquals("urn:sealswarm:problem:leaf-mismatch", problem.get("type").asText());
        assertEquals(17, problem.get("leaf").asInt());
        assertEquals(17 * LEAF, edge.offset(TRACK));
        HttpResponse<byte[]> misplaced = edge.patch(TRACK, 0, TRACK.data());
        assertEquals(409, misplaced.statusCode());
        assertEquals(
                Integer.toString(17 * LEAF),
                misplaced.headers().firstValue("Upload-Offset").orElseThrow());
        edge.publish(TRACK);
    }

    @Test
    void fullDiskIsAnsweredAndTheUploadGoesOnWhenThereIsRoom() {
        String origin = "/origin/" + TrialEdge.token(TRACK, TokenKind.UPLOAD) + "/";
        edge.put(origin + "metainfo", TRACK.hybrid());
        edge.put(origin + "leaves", TRACK.leaves());
        disk.fillAfter(500_000);
        HttpResponse<byte[]> answer = edge.patch(TRACK, 0, TRACK.data());
        assertEquals(507, answer.statusCode());
        assertTrue(text(answer).contains("disk-full"), text(answer));
        assertEquals(503, edge.get("/health/ready").statusCode());
        disk.free();
        edge.publish(TRACK);
        String path = "/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name();
        assertArrayEquals(TRACK.data(), edge.get(path).body());
    }

    private static EdgeToken tokenOf(TokenKind kind, long expiry) {
        return switch (kind) {
            case OPS -> EdgeToken.ops(expiry);
            case SIBLING -> EdgeToken.sibling(expiry);
            case ANNOUNCE, WEBSEED, UPLOAD -> TRACK.token(kind, expiry);
        };
    }

    @Test
    void everyRouteRefusesTokensOfOtherKindsEdgesTracksAndTimes() {
        edge.publish(TRACK);
        edge.publish(OTHER);
        Map<TokenKind, List<String>> routes = Map.of(
                TokenKind.ANNOUNCE,
                        List.of(
                                "GET /announce/%s" + query(TRACK, 7000),
                                "GET /scrape/%s",
                                "POST /cert/%s",
                                "POST /acks/%s"),
                TokenKind.WEBSEED, List.of("GET /webseed/%s/" + TRACK.metainfo().name()),
                TokenKind.UPLOAD,
                        List.of(
                                "PUT /origin/%s/metainfo",
                                "PUT /origin/%s/metainfo.v1",
                                "PUT /origin/%s/leaves",
                                "HEAD /origin/%s/data",
                                "PATCH /origin/%s/data"),
                TokenKind.OPS, List.of("GET /ops/swarms", "GET /ops/swarms/" + TRACK.swarmId(), "POST /ops/bans"));
        routes.forEach((kind, list) -> list.forEach(route -> {
            for (TokenKind wrong : TokenKind.values()) {
                if (wrong != kind) {
                    assertRefused(route, TrialEdge.KEY.mint(tokenOf(wrong, TrialEdge.soon())));
                }
            }
            EdgeToken right = tokenOf(kind, TrialEdge.soon());
            EdgeToken stale = tokenOf(kind, 1);
            assertRefused(route, TrialEdge.KEY.mint(stale));
            assertRefused(
                    route,
                    EdgeTokenRoot.of(new byte[32])
                            .derive(new EdgeName("edge-2"), 0)
                            .mint(right));
            String good = TrialEdge.KEY.mint(right);
            assertRefused(route, (good.charAt(100) == 'A' ? "B" : "A").repeat(1) + good.substring(1));
            assertRefused(route, "x");
        }));
        String foreign = TrialEdge.token(OTHER, TokenKind.ANNOUNCE);
        assertTrue(text(edge.get("/announce/" + foreign + query(TRACK, 7001))).contains("token for another track"));
        assertTrue(text(edge.get("/announce/" + foreign + query(TRACK, 7001))).contains("8:retry in5:never"));
        assertEquals(
                404,
                edge.get("/webseed/" + TrialEdge.token(OTHER, TokenKind.WEBSEED) + "/"
                                + TRACK.metainfo().name())
                        .statusCode());
        assertEquals(
                422,
                edge.put("/origin/" + TrialEdge.token(OTHER, TokenKind.UPLOAD) + "/metainfo", TRACK.hybrid())
                        .statusCode());
        assertTrue(text(edge.get("/announce")).contains("token missing"));
    }

    @Test
    void scrapeCountsPeersAndOnlyOfTheTokensTrack() {
        edge.publish(TRACK);
        edge.publish(OTHER);
        String token = TrialEdge.token(TRACK, TokenKind.ANNOUNCE);
        edge.get("/announce/" + token + query(TRACK, 7002));
        String mine = text(edge.get("/scrape/" + token + "?info_hash=" + encoded(TRACK)));
        assertTrue(mine.contains("10:incompletei1e"), mine);
        String others = text(edge.get("/scrape/" + token + "?info_hash=" + encoded(OTHER)));
        assertEquals("d5:filesdee", others);
    }

    @Test
    void certificateIsIssuedOnlyForTheKeyOfTheToken() throws Exception {
        PeerSigningKey peer = PeerSigningKey.ofSeed(new byte[32]);
        String token = TrialEdge.KEY.mint(TRACK.token(TokenKind.ANNOUNCE, TrialEdge.soon())
                .withPeerKey(PeerKeyThumbprint.ofKey(peer.publicKey())));
        edge.publish(TRACK);
        Instant now = Instant.now();
        CertificateRequest request = CertificateRequest.make(peer, token, RequestNonce.of(new byte[16]), now);
        HttpResponse<byte[]> answer = post("/cert/" + token, request.bytes());
        assertEquals(200, answer.statusCode());
        PeerCertificate certificate = PeerCertificate.parse(answer.body()).orElseThrow();
        Metainfo metainfo = Metainfo.parse(edge.get("/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                        + TRACK.metainfo().name() + ".torrent")
                .body());
        List<PeerPublicKey> edgeKeys =
                metainfo.links().edgeKeys().stream().map(PeerPublicKey::new).toList();
        assertTrue(certificate.isValid(TRACK.swarmId(), edgeKeys, now));
        String keyless = TrialEdge.token(TRACK, TokenKind.ANNOUNCE);
        assertEquals(
                403,
                post(
                                "/cert/" + keyless,
                                CertificateRequest.make(peer, keyless, RequestNonce.of(new byte[16]), now)
                                        .bytes())
                        .statusCode());
        assertEquals(
                403,
                post("/cert/" + token, new byte[CertificateRequest.SIZE_BYTES]).statusCode());
        assertEquals(400, post("/cert/" + token, new byte[5]).statusCode());
    }

    @Test
    void aHostsKeyIsCertifiedIfItNamedItWhenItAsked() throws Exception {
        edge.publish(TRACK);
        PeerSigningKey host = PeerSigningKey.ofSeed(new byte[32]);
        String path = "/host/" + TRACK.swarmId() + ".torrent";
        String thumbprint = PeerKeyThumbprint.ofKey(host.publicKey()).hex();
        Metainfo metainfo = Metainfo.parse(edge.get(path + "?key=" + thumbprint).body());
        String announce = metainfo.links().trackers().get(0).get(0);
        String token = announce.substring(announce.lastIndexOf('/') + 1);
        CertificateRequest request = CertificateRequest.make(host, token, RequestNonce.of(new byte[16]), Instant.now());
        assertEquals(200, post("/cert/" + token, request.bytes()).statusCode());
        assertEquals(400, edge.get(path + "?key=" + thumbprint.substring(1)).statusCode());
    }

    @Test
    void hostsGetMetainfoOnlyWherePolicyIsOpen() throws Exception {
        edge.publish(TRACK);
        Metainfo metainfo =
                Metainfo.parse(edge.get("/host/" + TRACK.swarmId() + ".torrent").body());
        assertEquals(TRACK.metainfo().infoHashes(), metainfo.infoHashes());
        assertEquals(200, edge.get("/host/" + TRACK.swarmId() + ".v1.torrent").statusCode());
        EdgeToken closed = TRACK.token(TokenKind.UPLOAD, TrialEdge.soon()).withFlags(java.util.Set.of());
        edge.put("/origin/" + TrialEdge.KEY.mint(closed) + "/metainfo", TRACK.hybrid());
        assertEquals(404, edge.get("/host/" + TRACK.swarmId() + ".torrent").statusCode());
        assertEquals(MetainfoLinks.Company.ANYBODY, metainfo.links().company());
        assertEquals(
                MetainfoLinks.Company.MEMBERS,
                Metainfo.parse(edge.get("/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                                        + TRACK.metainfo().name() + ".torrent")
                                .body())
                        .links()
                        .company());
        String hosted = metainfo.links().webSeeds().get(0).substring(edge.url().length());
        assertEquals(404, edge.get(hosted).statusCode());
        String tracked =
                metainfo.links().trackers().get(0).get(0).substring(edge.url().length());
        assertTrue(text(edge.get(tracked + query(TRACK, 7013) + "&ss=1")).contains("hosts may not join"));
        assertEquals(404, edge.get("/host/" + OTHER.swarmId() + ".torrent").statusCode());
        assertEquals(404, edge.get("/host/x.torrent").statusCode());
        String announce = "/announce/" + TrialEdge.token(TRACK, TokenKind.ANNOUNCE) + query(TRACK, 7003);
        assertTrue(text(edge.get(announce)).contains("stock clients may not join"), text(edge.get(announce)));
    }

    @Test
    void operatorSeesSwarmsAndBansAPeer() throws Exception {
        edge.publish(TRACK);
        edge.get("/announce/" + TrialEdge.token(TRACK, TokenKind.ANNOUNCE) + query(TRACK, 7004));
        edge.get("/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name());
        JsonNode swarm = ops("/ops/swarms/" + TRACK.swarmId());
        assertEquals(1, swarm.get("leechers").asInt());
        assertEquals(TRACK.data().length, swarm.get("deliveredBytes").asInt());
        assertEquals(7004, swarm.get("peers").get(0).get("port").asInt());
        assertEquals("STOCK", swarm.get("peers").get(0).get("trust").asText());
        for (String bad : List.of(
                "",
                "{}",
                "{\"address\":\"127.0.0.1\"}",
                "{\"address\":\"localhost\",\"reason\":\"x\"}",
                "{\"address\":\"127.0.0.1\",\"reason\":\"x\",\"role\":\"root\"}",
                "{\"address\":\"127.0.0.1\",\"address\":\"127.0.0.1\",\"reason\":\"x\"}",
                "{\"address\":\"127.0.0.1\",\"reason\":\"x\"} {}",
                "[".repeat(3000))) {
            assertEquals(400, ban(bad).statusCode(), bad);
        }
        assertEquals(413, ban("x".repeat(5000)).statusCode());
        assertEquals(
                200,
                ban("{\"address\":\"127.0.0.1\",\"reason\":\"sent\\r\\nbad blocks\"}")
                        .statusCode());
        assertEquals(0, ops("/ops/swarms/" + TRACK.swarmId()).get("leechers").asInt());
        String again = text(edge.get("/announce/" + TrialEdge.token(TRACK, TokenKind.ANNOUNCE) + query(TRACK, 7004)));
        assertTrue(again.contains("address is banned"), again);
        assertEquals(
                404,
                edge.send(bearer(edge.request("/ops/swarms/" + OTHER.swarmId())))
                        .statusCode());
        assertEquals(401, edge.get("/ops/swarms").statusCode());
    }

    @Test
    void healthAndMetricsNameNoTrackAndNoPeer() {
        edge.publish(TRACK);
        edge.get("/announce/" + TrialEdge.token(TRACK, TokenKind.ANNOUNCE) + query(TRACK, 7005));
        assertEquals(200, edge.get("/health/live").statusCode());
        assertEquals(200, edge.get("/health/ready").statusCode());
        String metrics = text(edge.get("/metrics"));
        assertTrue(metrics.contains("sealswarm_peers{trust=\"stock\"} 1\n"), metrics);
        assertTrue(metrics.contains("sealswarm_swarms 1\n"), metrics);
        assertFalse(metrics.contains(TRACK.swarmId().hex()) || metrics.contains("127.0.0.1"), metrics);
    }

    @Test
    void deliveryLogHoldsWhatWentOut() throws Exception {
        edge.publish(TRACK);
        String path = "/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name();
        edge.get(path, "Range", "bytes=0-99999");
        edge.get(path, "Range", "bytes=0-0");
        edge.close();
        Path file = directory.resolve("delivery").resolve(TRACK.swarmId() + ".ndjson");
        long bytes = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode entry = new ObjectMapper().readTree(line);
            assertEquals("web-seed", entry.get("source").asText());
            bytes += entry.get("bytes").asLong();
        }
        assertEquals(100_001, bytes);
    }

    @Test
    void hostileRequestsAreAnsweredInTheirOwnWords() throws Exception {
        edge.publish(TRACK);
        String token = TrialEdge.token(TRACK, TokenKind.WEBSEED);
        String name = TRACK.metainfo().name();
        for (String path : List.of(
                "/webseed/" + token + "/%2e%2e/" + name,
                "/webseed/" + token + "//" + name,
                "/webseed/" + token + "/../" + name,
                "/webseed/" + token + "/" + name + "%00",
                "/webseed/" + token + "/" + name + ";x",
                "/webseed/" + token + "\\" + name,
                "//webseed/" + token + "/" + name,
                "/a/b/c/d/e/f/g",
                "/")) {
            assertEquals("404", status(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")), path);
        }
        assertEquals("405", status(raw("DELETE /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")));
        assertEquals("200", status(raw("GET /health/live HTTP/1.0\r\n\r\n")));
        assertEquals(
                "400",
                status(raw(
                        "GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")));
        assertEquals(
                "400",
                status(raw("GET /health/live HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")));
        assertEquals("414", status(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n")));
        assertEquals("431", status(raw("GET / HTTP/1.1\r\nX: " + "a".repeat(9000) + "\r\n\r\n")));
        String upload = "/origin/" + TrialEdge.token(OTHER, TokenKind.UPLOAD) + "/";
        assertEquals(
                "411",
                status(raw("PUT " + upload
                        + "metainfo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")));
        assertEquals(
                "413",
                status(raw("PATCH " + upload
                        + "data HTTP/1.1\r\nHost: x\r\nUpload-Offset: 0\r\nContent-Length: 67108865\r\n\r\n")));
        assertEquals(
                "413",
                status(raw("PUT " + upload + "metainfo HTTP/1.1\r\nHost: x\r\nContent-Length: 16777217\r\n\r\n")));
        for (String offset : List.of("-1", "x", "", "1e3", "99999999999999999999")) {
            assertEquals(
                    "400",
                    status(raw("PATCH " + upload + "data HTTP/1.1\r\nHost: x\r\nUpload-Offset: " + offset
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),
                    offset);
        }
        assertEquals(200, edge.get("/health/live").statusCode());
    }

    @Test
    void noTokenReachesALog() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("sealswarm");
        Level before = ours.getLevel();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        ours.setLevel(Level.TRACE);
        try {
            edge.publish(TRACK);
            String token = TrialEdge.token(TRACK, TokenKind.WEBSEED);
            edge.get("/webseed/" + token + "/" + TRACK.metainfo().name());
            edge.get("/webseed/" + token.substring(1) + "A/x");
            beginUpload("/origin/" + TrialEdge.token(OTHER, TokenKind.UPLOAD) + "/", 5000)
                    .close();
            edge.get("/announce/" + TrialEdge.token(TRACK, TokenKind.ANNOUNCE) + query(TRACK, 7006));
            edge.send(bearer(edge.request("/ops/swarms")));
            edge.close();
            assertFalse(logged.list.isEmpty());
            String shared = TrialEdge.token(TRACK, TokenKind.UPLOAD).substring(0, 12);
            for (ILoggingEvent event : List.copyOf(logged.list)) {
                assertFalse(event.getFormattedMessage().contains(shared), event.getFormattedMessage());
            }
        } finally {
            ours.setLevel(before);
            root.detachAppender(logged);
        }
    }

    private void assertRefused(String route, String token) {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(route.indexOf(' ') + 1).replace("%s", token);
        var request = edge.request(path)
                .header("Upload-Offset", "0")
                .method(
                        method,
                        method.equals("GET") || method.equals("HEAD")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(new byte[0]));
        if (path.startsWith("/ops")) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> answer = edge.send(request);
        if (path.startsWith("/announce") || path.startsWith("/scrape")) {
            assertEquals(200, answer.statusCode());
            assertTrue(text(answer).startsWith("d14:failure reason"), route + ": " + text(answer));
            assertTrue(text(answer).contains("8:retry in"), route);
        } else {
            assertEquals(401, answer.statusCode(), route);
        }
    }

    private Socket beginUpload(String origin, int announced) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port());
        socket.getOutputStream()
                .write(("PATCH " + origin + "data HTTP/1.1\r\nHost: x\r\nUpload-Offset: 0\r\nContent-Length: "
                                + announced + "\r\nExpect: 100-continue\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String asked = new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", asked);
        return socket;
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

    private HttpResponse<byte[]> ban(String body) {
        return edge.send(bearer(edge.request("/ops/bans")).POST(BodyPublishers.ofString(body)));
    }

    private static java.net.http.HttpRequest.Builder bearer(java.net.http.HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + TrialEdge.opsToken());
    }

    private JsonNode ops(String path) throws IOException {
        return new ObjectMapper().readTree(edge.send(bearer(edge.request(path))).body());
    }

    private HttpResponse<byte[]> post(String path, byte[] body) {
        return edge.send(edge.request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            byte[] head = in.readNBytes(12);
            return new String(head, StandardCharsets.ISO_8859_1);
        }
    }

    private static String status(String answer) {
        return answer.length() < 12 ? "none: " + answer : answer.substring(9, 12);
    }

    private static String query(SampleTrack track, int port) {
        return "?info_hash=" + encoded(track) + "&peer_id=-TT0001-" + (100_000_000_000L + port) + "&port=" + port
                + "&uploaded=0&downloaded=0&left=5&event=started&compact=1";
    }

    private static String encoded(SampleTrack track) {
        SwarmId id = track.swarmId();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < id.hex().length(); i += 2) {
            out.append('%').append(id.hex(), i, i + 2);
        }
        return out.toString();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }
}
