package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.origin.SystemOriginDisk;
import sealswarm.overlay.token.TokenFlag;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.transport.PeerNetwork;
import sealswarm.overlay.wire.Handshake;
import sealswarm.overlay.wire.PeerId;

/** What an operator does to a running edge, and what it does about peers and clients that misbehave. */
class EdgeOperationsIT {
    private static final SampleTrack TRACK = SampleTrack.of(41, 500_123);
    private static final SampleTrack OTHER = SampleTrack.of(42, 300_000);

    @TempDir
    Path directory;

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private TrialEdge edge;

    @BeforeEach
    void start() {
        edge = TrialEdge.start(
                directory,
                TrialEdge.config(0, 0),
                TrialEdge.platform(() -> Instant.now().plus(ahead.get()), new SystemOriginDisk()));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private static String path(SampleTrack track) {
        return "/webseed/" + EdgeClient.token(track, TokenKind.WEBSEED) + "/"
                + track.metainfo().name();
    }

    private String announce(SampleTrack track, int port) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < track.swarmId().hex().length(); i += 2) {
            id.append('%').append(track.swarmId().hex(), i, i + 2);
        }
        HttpResponse<byte[]> answer = edge.get("/announce/" + EdgeClient.token(track, TokenKind.ANNOUNCE)
                + "?info_hash=" + id + "&peer_id=-TT0001-" + (100_000_000_000L + port) + "&port=" + port
                + "&uploaded=0&downloaded=0&left=5&event=started&compact=1&ss=1");
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    /** Publishes tracks and waits until peers can get them. */
    private void publish(SampleTrack... tracks) throws InterruptedException {
        for (SampleTrack track : tracks) {
            edge.publish(track);
        }
        for (int i = 0;
                i < 600 && !text(edge.get("/metrics")).contains("_seeded_tracks " + tracks.length + "\n");
                i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private HttpResponse<byte[]> withdrawal(String method, SampleTrack track) {
        return edge.send(edge.request("/ops/withdrawals/" + track.swarmId())
                .header("Authorization", "Bearer " + EdgeClient.opsToken())
                .method(method, BodyPublishers.noBody()));
    }

    @Test
    void aWithdrawnTrackIsGoneForEverybodyAndStaysGone() throws Exception {
        publish(TRACK, OTHER);
        assertTrue(announce(TRACK, 7100).contains("8:interval"));
        try (Socket peer = handshaken(TRACK)) {
            assertEquals(204, withdrawal("PUT", TRACK).statusCode());
            assertEquals(0, left(peer), "connected peers are dropped");
        }
        assertNothingOfIt();
        assertEquals(204, withdrawal("PUT", TRACK).statusCode(), "repeating changes nothing");
        edge.close();
        start();
        assertNothingOfIt();
        assertArrayEquals(OTHER.data(), edge.get(path(OTHER)).body(), "other tracks are not touched");

        assertEquals(204, withdrawal("DELETE", TRACK).statusCode());
        assertEquals(404, edge.get(path(TRACK)).statusCode());
        edge.publish(TRACK);
        assertArrayEquals(TRACK.data(), edge.get(path(TRACK)).body());
        assertTrue(announce(TRACK, 7102).contains("8:interval"));
    }

    private void assertNothingOfIt() throws IOException {
        HttpResponse<byte[]> answer = edge.get(path(TRACK));
        assertEquals(410, answer.statusCode());
        assertTrue(text(answer).contains("urn:sealswarm:problem:withdrawn"), text(answer));
        assertEquals(404, edge.get("/host/" + TRACK.swarmId() + ".torrent").statusCode());
        assertTrue(announce(TRACK, 7101).contains("the track was withdrawn"));
        assertTrue(announce(TRACK, 7101).contains("8:retry in5:never"));
        assertEquals(0, connect(TRACK), "the peer port does not know it");
        String upload = "/origin/" + EdgeClient.token(TRACK, TokenKind.UPLOAD) + "/";
        assertEquals(410, edge.put(upload + "metainfo", TRACK.hybrid()).statusCode());
        assertEquals(410, edge.put(upload + "leaves", TRACK.leaves()).statusCode());
        assertEquals(410, edge.patch(TRACK, 0, TRACK.data()).statusCode());
        HttpResponse<byte[]> listed = edge.get("/ops/withdrawals", "Authorization", "Bearer " + EdgeClient.opsToken());
        assertTrue(text(listed).contains(TRACK.swarmId().hex()), text(listed));
        try (Stream<Path> all = Files.walk(directory.resolve("origin"))) {
            assertFalse(all.anyMatch(file -> Files.isRegularFile(file)
                    && file.toString().contains(TRACK.swarmId().hex() + "/")));
        }
    }

    @Test
    void hostsAreToldWhatTheyMayCarryAndWhatTheyMustGiveUp() throws Exception {
        publish(TRACK, OTHER);
        String list = text(edge.get("/host/tracks"));
        assertTrue(list.contains("\"total\":2"), list);
        assertTrue(
                list.contains(
                        "{\"swarmId\":\"" + TRACK.swarmId() + "\",\"sizeBytes\":500123,\"seeds\":1,\"leechers\":0}"),
                list);
        String first = TRACK.swarmId().hex().compareTo(OTHER.swarmId().hex()) < 0
                ? TRACK.swarmId().hex()
                : OTHER.swarmId().hex();
        assertFalse(text(edge.get("/host/tracks?after=" + first)).contains(first));

        String both = "/host/recalled?swarms=" + TRACK.swarmId() + "," + OTHER.swarmId();
        assertEquals("{\"recalled\":[]}", text(edge.get(both)));
        assertEquals(204, withdrawal("PUT", TRACK).statusCode());
        assertEquals("{\"recalled\":[\"" + TRACK.swarmId() + "\"]}", text(edge.get(both)));
        closeToHosts(OTHER);
        assertTrue(text(edge.get(both)).contains(OTHER.swarmId().hex()), "closed to hosts");
        assertEquals(404, edge.get("/host/" + OTHER.swarmId() + ".statement").statusCode());
        assertEquals(
                "{\"tracks\":[],\"total\":0}",
                text(edge.get("/host/tracks")).replace("\"total\":0,\"tracks\":[]", "\"tracks\":[],\"total\":0"));
        assertEquals(
                "{\"recalled\":[]}",
                text(edge.get("/host/recalled?swarms=" + "ab".repeat(20))),
                "what is merely not here is not recalled");
        String id = "," + TRACK.swarmId();
        assertEquals(
                200,
                edge.get("/host/recalled?swarms="
                                + id.repeat(HostListRoutes.MAX_ASKED).substring(1))
                        .statusCode());
        for (String bad : List.of(
                "",
                "?swarms=",
                "?swarms=x",
                "?swarms=" + id.repeat(HostListRoutes.MAX_ASKED + 1).substring(1))) {
            assertEquals(400, edge.get("/host/recalled" + bad).statusCode(), bad);
        }
    }

    private void closeToHosts(SampleTrack track) {
        String upload = EdgeClient.KEY.mint(
                track.token(TokenKind.UPLOAD, EdgeClient.soon()).withFlags(Set.of(TokenFlag.STOCK_ALLOWED)));
        assertEquals(
                204, edge.put("/origin/" + upload + "/metainfo", track.hybrid()).statusCode());
    }

    @Test
    void withdrawalTakesTheOperatorsTokenAndAWellFormedName() {
        edge.publish(TRACK);
        for (TokenKind wrong : Set.of(TokenKind.UPLOAD, TokenKind.WEBSEED, TokenKind.ANNOUNCE)) {
            for (String method : Set.of("PUT", "DELETE")) {
                HttpResponse<byte[]> answer = edge.send(edge.request("/ops/withdrawals/" + TRACK.swarmId())
                        .header("Authorization", "Bearer " + EdgeClient.token(TRACK, wrong))
                        .method(method, BodyPublishers.noBody()));
                assertEquals(401, answer.statusCode(), method + " with " + wrong);
            }
        }
        assertEquals(401, edge.get("/ops/withdrawals").statusCode());
        assertEquals(
                404,
                edge.send(edge.request("/ops/withdrawals/x")
                                .header("Authorization", "Bearer " + EdgeClient.opsToken())
                                .PUT(BodyPublishers.noBody()))
                        .statusCode());
        assertArrayEquals(TRACK.data(), edge.get(path(TRACK)).body());
    }

    @Test
    void aBannedAddressIsDroppedAndRefusedOnThePeerPort() throws Exception {
        publish(TRACK);
        try (Socket peer = handshaken(TRACK)) {
            assertEquals(
                    200,
                    edge.send(edge.request("/ops/bans")
                                    .header("Authorization", "Bearer " + EdgeClient.opsToken())
                                    .POST(BodyPublishers.ofString(
                                            "{\"address\":\"127.0.0.1\",\"reason\":\"bad blocks\"}")))
                            .statusCode());
            assertEquals(0, left(peer));
        }
        assertEquals(0, connect(TRACK));
    }

    @Test
    void whereStockClientsAreNotAllowedThePeerPortWantsAnAnnounceFirst() throws Exception {
        publish(TRACK);
        assertEquals(Handshake.LENGTH, connect(TRACK));
        String closed = EdgeClient.KEY.mint(
                TRACK.token(TokenKind.UPLOAD, EdgeClient.soon()).withFlags(Set.of(TokenFlag.HOSTS_OPEN)));
        try (Socket peer = handshaken(TRACK)) {
            assertEquals(
                    204,
                    edge.put("/origin/" + closed + "/metainfo", TRACK.hybrid()).statusCode());
            assertEquals(0, left(peer), "a stricter policy holds for who is here already");
        }
        assertEquals(0, connect(TRACK));
        assertTrue(announce(TRACK, 7103).contains("8:interval"));
        assertEquals(Handshake.LENGTH, connect(TRACK));
    }

    @Test
    void aTricklingRequestHeadIsCutOffAndASlowOneInTimeIsNot() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            socket.setSoTimeout(30_000);
            send(socket, "GET /health/live HTTP/1.1\r\n");
            ahead.set(Duration.ofSeconds(HeadDeadlines.HEAD_SECONDS - 2));
            send(socket, "Host: x\r\n\r\n");
            assertEquals("HTTP/1.1 200", new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            while (socket.getInputStream().available() > 0) {
                socket.getInputStream().skipNBytes(socket.getInputStream().available());
            }
            send(socket, "GET /health/live HTTP/1.1\r\nX: ");
            ahead.set(Duration.ofSeconds(3 * HeadDeadlines.HEAD_SECONDS));
            assertEquals(0, left(socket), "a head that never ends");
        }
        assertEquals(200, edge.get("/health/live").statusCode());
        assertTrue(text(edge.get("/metrics")).contains("sealswarm_http_late_total 1"), text(edge.get("/metrics")));
    }

    @Test
    void anUploadThatDripsIsCutOffAndItsPlaceIsFreeAndOneThatComesOnIsNot() throws Exception {
        String origin = "/origin/" + EdgeClient.token(TRACK, TokenKind.UPLOAD) + "/";
        edge.put(origin + "metainfo", TRACK.hybrid());
        edge.put(origin + "leaves", TRACK.leaves());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            socket.setSoTimeout(30_000);
            send(
                    socket,
                    "PATCH " + origin + "data HTTP/1.1\r\nHost: x\r\nUpload-Offset: 0\r\nContent-Length: "
                            + TRACK.data().length + "\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(
                    "HTTP/1.1 100 Continue\r\n\r\n",
                    new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII));
            int much = (int) HeadDeadlines.BODY_BYTES + 1_000;
            socket.getOutputStream().write(TRACK.data(0, much));
            for (int i = 0; i < 20; i++) {
                awaitMetric("sealswarm_uploads 1");
            }
            ahead.set(Duration.ofSeconds(HeadDeadlines.BODY_SECONDS + 5));
            assertEquals("still here", outcome(socket), "it brought enough");
            socket.getOutputStream().write(TRACK.data(much, much + 100));
            ahead.set(Duration.ofSeconds(3 * HeadDeadlines.BODY_SECONDS));
            socket.setSoTimeout(30_000);
            assertEquals(0, left(socket), "a body that drips");
        }
        awaitMetric("sealswarm_uploads 0");
        edge.publish(TRACK);
    }

    /** What became of a connection while the edge swept its deadlines at least once. */
    private static String outcome(Socket socket) throws IOException {
        socket.setSoTimeout(1_500);
        try {
            return socket.getInputStream().read() < 0 ? "gone" : "answered";
        } catch (SocketTimeoutException e) {
            return "still here";
        }
    }

    private void awaitMetric(String line) throws InterruptedException {
        for (int i = 0; i < 600 && !text(edge.get("/metrics")).contains(line + "\n"); i++) {
            Thread.sleep(50);
        }
        assertTrue(text(edge.get("/metrics")).contains(line + "\n"), text(edge.get("/metrics")));
    }

    @Test
    void callersThatNeverShakeHandsDoNotKeepOthersOut() throws Exception {
        publish(TRACK);
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * PeerNetwork.MAX_HALF_OPEN; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), edge.peerPort()));
            }
            int answered = 0;
            for (int i = 0; i < 80 && answered < Handshake.LENGTH; i++) {
                answered = connect(TRACK);
                Thread.sleep(50);
            }
            assertEquals(Handshake.LENGTH, answered);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Calls the peer port for a track and says how many bytes of a handshake came back. */
    private int connect(SampleTrack track) throws IOException {
        try (Socket socket = called(track)) {
            return socket.getInputStream().readNBytes(Handshake.LENGTH).length;
        }
    }

    private Socket handshaken(SampleTrack track) throws IOException {
        Socket socket = called(track);
        assertEquals(Handshake.LENGTH, socket.getInputStream().readNBytes(Handshake.LENGTH).length);
        socket.getInputStream().readNBytes(5);
        return socket;
    }

    private Socket called(SampleTrack track) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.peerPort());
        socket.setSoTimeout(30_000);
        byte[] id = new byte[PeerId.LENGTH];
        id[0] = (byte) socket.getLocalPort();
        id[1] = (byte) (socket.getLocalPort() >> 8);
        socket.getOutputStream()
                .write(new Handshake(InfoHash.ofHex(track.swarmId().hex()), PeerId.of(id), Handshake.FAST).encode());
        return socket;
    }

    /** Bytes until the connection ends, those of messages under way apart. */
    private static int left(Socket socket) throws IOException {
        byte[] rest = socket.getInputStream().readAllBytes();
        return rest.length > 1_000 ? rest.length : 0;
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }
}
