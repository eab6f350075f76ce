package sealswarm.player.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.envelope.Envelope;
import sealswarm.license.SampleLicense;
import sealswarm.license.receipt.PlayEntry;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.player.SamplePlay;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.receipt.CrashedPlay;

/** The player over a license made here: real swarm on loopback, real server, real HTTP client. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // server and codes are made by begin(), with which every test begins
class PlayerServerIT {
    private static final int SIZE = 3_000_000;
    private static final long SHORT_HOLD_MILLIS = 500;
    private static final long LONG_HOLD_MILLIS = 60_000;

    @TempDir
    static Path work;

    private final HttpClient http = HttpClient.newHttpClient();
    private static SamplePlay play;
    private PlayerServer server;
    private OneTimeCodes codes;
    private boolean running;
    private volatile long holdMillis = LONG_HOLD_MILLIS;

    @BeforeAll
    static void pack() {
        play = new SamplePlay(work, SIZE);
    }

    @AfterAll
    static void close() {
        play.close();
    }

    @BeforeEach
    void beginAfresh() {
        play.afresh();
    }

    @AfterEach
    void end() {
        stopPlayer();
    }

    private void begin() {
        play.start();
        serve();
    }

    private void begin(Envelope license, Optional<PeerChoice> choice) {
        play.start(license, choice);
        serve();
    }

    private void serve() {
        codes = new OneTimeCodes(new SecureRandom(), play.clock());
        running = true;
        server = SamplePlay.await(PlayerServer.start(play.vertx, 0, play.stage, codes, () -> holdMillis));
    }

    private void stopPlayer() {
        if (running) {
            running = false;
            SamplePlay.await(server.close());
            play.crash();
        }
    }

    @Test
    void boundedRangesMakeUpTheWholeTrack() throws Exception {
        begin();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < SIZE) {
            HttpResponse<byte[]> part = media("bytes=" + all.size() + "-");
            assertEquals(206, part.statusCode());
            int length = part.body().length;
            assertTrue(length >= 1 && length <= MediaRoute.MAX_RUN_BYTES, "run of " + length);
            assertEquals(
                    "bytes " + all.size() + "-" + (all.size() + length - 1) + "/" + SIZE,
                    part.headers().firstValue("Content-Range").orElse(""));
            all.writeBytes(part.body());
        }
        assertArrayEquals(play.plain, all.toByteArray());
    }

    @Test
    void externalAddressGivesTheWholeRange() throws Exception {
        begin();
        URI external = server.externalAddress(SamplePlay.HD);
        HttpResponse<byte[]> whole = send(HttpRequest.newBuilder(external));
        assertEquals(200, whole.statusCode());
        assertArrayEquals(play.plain, whole.body());
        HttpResponse<byte[]> rest = send(HttpRequest.newBuilder(external).header("Range", "bytes=1000001-"));
        assertEquals(206, rest.statusCode());
        assertArrayEquals(Arrays.copyOfRange(play.plain, 1_000_001, SIZE), rest.body());
    }

    @Test
    void oddRangesAreAnsweredToTheByte() throws Exception {
        begin();
        assertArrayEquals(Arrays.copyOf(play.plain, 1), media("bytes=0-0").body());
        assertArrayEquals(
                Arrays.copyOfRange(play.plain, SIZE - 1, SIZE),
                media("bytes=-1").body());
        assertArrayEquals(
                Arrays.copyOfRange(play.plain, 16_383, 16_386),
                media("bytes=16383-16385").body());
        assertArrayEquals(
                Arrays.copyOfRange(play.plain, SIZE - 5, SIZE),
                media("bytes=" + (SIZE - 5) + "-99999999").body());
        for (String range : List.of("bytes=" + SIZE + "-", "bytes=0-1,5-6", "bytes=9-3", "bytes=-0", "bytes=x-y")) {
            HttpResponse<byte[]> refused = media(range);
            assertEquals(416, refused.statusCode(), range);
            assertEquals(
                    "bytes */" + SIZE,
                    refused.headers().firstValue("Content-Range").orElse(""));
        }
        HttpResponse<byte[]> head =
                send(HttpRequest.newBuilder(mediaAddress()).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals(
                Integer.toString(SIZE),
                head.headers().firstValue("Content-Length").orElse(""));
        assertEquals("bytes", head.headers().firstValue("Accept-Ranges").orElse(""));
    }

    @Test
    void startEntryIsOnDiskBeforeTheFirstByteAndTheEndFollows() throws Exception {
        begin();
        assertEquals(0, play.log.pending());
        media("bytes=0-0");
        byte[] onDisk = Files.readAllBytes(play.home.receiptLog());
        assertTrue(new String(onDisk, StandardCharsets.ISO_8859_1).contains("\"reason\":\"start\""));
        post("position", "{\"track\":\"hd\",\"atMillis\":9000,\"done\":false,\"played\":[[0,4000],[4000,9000]]}");
        play.pass(10);
        SamplePlay.await(play.stage.endSessions(Reason.STOP));
        List<PlayEntry> entries = play.log.entries();
        assertEquals(
                List.of(Reason.START, Reason.STOP),
                entries.stream().map(PlayEntry::reason).toList());
        PlayEntry end = entries.get(1);
        assertEquals(9_000, end.playedMs());
        assertEquals(List.of(new PlayEntry.MediaRange(0, 9_000)), end.ranges());
        assertTrue(end.bytes().peers() > 0);
    }

    @Test
    void playThatCrashedIsClosedAtTheNextStart() throws Exception {
        begin();
        media("bytes=0-0");
        stopPlayer();
        begin();
        CrashedPlay.close(play.log);
        List<PlayEntry> entries = play.log.entries();
        assertEquals(
                List.of(Reason.START, Reason.CRASH),
                entries.stream().map(PlayEntry::reason).toList());
        assertEquals(entries.get(0).playId(), entries.get(1).playId());
    }

    @Test
    void heldBlocksAreNotDownloadedAgainAfterAKill() throws Exception {
        begin();
        URI external = server.externalAddress(SamplePlay.HD);
        send(HttpRequest.newBuilder(external));
        SamplePlay.await(SamplePlay.await(play.desk.open(SamplePlay.HD)).swarm().whenComplete());
        stopPlayer();
        play.stopSeed();
        begin(play.license(SamplePlay.rights(), 900), Optional.of(PeerChoice.EDGE_ONLY));
        HttpResponse<byte[]> again = send(HttpRequest.newBuilder(server.externalAddress(SamplePlay.HD)));
        assertArrayEquals(play.plain, again.body());
        var progress = SamplePlay.await(
                SamplePlay.await(play.desk.open(SamplePlay.HD)).swarm().progress());
        assertEquals(0, progress.totals().fromPeers() + progress.totals().fromSources());
    }

    @Test
    void noFileOfThePlayerHoldsPlaintext() throws Exception {
        begin();
        send(HttpRequest.newBuilder(server.externalAddress(SamplePlay.HD)));
        byte[] canary = Arrays.copyOfRange(play.plain, 500_000, 500_064);
        stopPlayer();
        try (Stream<Path> files = Files.walk(play.homeOfTest())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(contains(Files.readAllBytes(file), canary), file.toString());
            }
        }
    }

    @Test
    void tamperedCiphertextOnDiskIsNeverDecrypted() throws Exception {
        begin();
        send(HttpRequest.newBuilder(server.externalAddress(SamplePlay.HD)));
        SamplePlay.await(SamplePlay.await(play.desk.open(SamplePlay.HD)).swarm().whenComplete());
        Path file = play.home
                .ciphertext(play.sealed.manifest().titleId())
                .resolve(play.sealed.manifest().tracks().get(0).fileName());
        byte[] bytes = Files.readAllBytes(file);
        bytes[2_000_000] ^= 1;
        Files.write(file, bytes);
        holdMillis = SHORT_HOLD_MILLIS;
        assertThrows(IOException.class, () -> media("bytes=2000000-2000000"));
        JsonObject status = status();
        assertEquals("block-corrupt", status.getString("shut"), status.encode());
    }

    @Test
    void expiredLeaseHoldsTheRequestAndSaysWhyWithoutAnErrorAnswer() throws Exception {
        begin();
        assertEquals(206, media("bytes=0-0").statusCode());
        play.pass(959);
        assertEquals(206, media("bytes=0-0").statusCode());
        play.pass(1);
        holdMillis = SHORT_HOLD_MILLIS;
        assertThrows(IOException.class, () -> media("bytes=0-0"));
        assertEquals("lease-expired", status().getString("shut"));
    }

    @Test
    void newPlayAfterTheLeaseIsRefusedWithoutAReceipt() {
        holdMillis = SHORT_HOLD_MILLIS;
        begin();
        play.pass(900);
        assertThrows(IOException.class, () -> media("bytes=0-0"));
        assertEquals(0, play.log.pending());
    }

    @Test
    void clockSetBackRefusesAndNothingIsPlayed() throws Exception {
        holdMillis = SHORT_HOLD_MILLIS;
        begin();
        play.wall = SampleLicense.NOW.minusSeconds(86_400);
        assertThrows(IOException.class, () -> media("bytes=0-0"));
        assertEquals("clock-rolled-back", status().getString("shut"));
        assertEquals(0, play.log.pending());
    }

    @Test
    void strangersAreServedNothing() throws Exception {
        begin();
        assertEquals(
                404,
                send(HttpRequest.newBuilder(root().resolve("/t/wrong/media/hd")))
                        .statusCode());
        assertEquals(404, send(HttpRequest.newBuilder(root().resolve("/"))).statusCode());
        assertEquals(
                403,
                send(HttpRequest.newBuilder(mediaAddress()).header("Origin", "http://evil.example"))
                        .statusCode());
        assertEquals(
                403,
                send(HttpRequest.newBuilder(mediaAddress()).header("Sec-Fetch-Site", "cross-site"))
                        .statusCode());
        assertEquals(421, rawStatus("evil.example:" + server.port()));
        assertEquals(421, rawStatus("127.0.0.1:1"));
        assertEquals(404, rawStatus("localhost:" + server.port()));
        assertEquals(0, play.log.pending());
    }

    @Test
    void oneTimeCodeWorksOnceAndAMinute() throws Exception {
        begin();
        URI open = server.oneTimeAddress();
        HttpResponse<byte[]> first = send(HttpRequest.newBuilder(open));
        assertEquals(303, first.statusCode());
        assertEquals(
                "/t/" + codes.token() + "/",
                first.headers().firstValue("Location").orElse(""));
        assertEquals(404, send(HttpRequest.newBuilder(open)).statusCode());
        URI late = server.oneTimeAddress();
        play.pass(61);
        assertEquals(404, send(HttpRequest.newBuilder(late)).statusCode());
    }

    @Test
    void pageAndItsPartsAreServedUncached() throws Exception {
        begin();
        for (String part : List.of("", "player.js", "player.css", "pico.css", "title", "status")) {
            HttpResponse<byte[]> answer =
                    send(HttpRequest.newBuilder(server.pageAddress().resolve(part)));
            assertEquals(200, answer.statusCode(), part);
            assertEquals(
                    "no-store", answer.headers().firstValue("Cache-Control").orElse(""), part);
            assertTrue(
                    answer.headers()
                            .firstValue("Content-Security-Policy")
                            .orElse("")
                            .contains("default-src 'none'"),
                    part);
        }
        assertEquals(
                "no-store",
                media("bytes=0-0").headers().firstValue("Cache-Control").orElse(""));
    }

    @Test
    void unknownTracksAndMalformedReportsAreRefused() throws Exception {
        begin();
        assertEquals(
                404,
                send(HttpRequest.newBuilder(server.pageAddress().resolve("media/uhd")))
                        .statusCode());
        assertEquals(
                400,
                send(HttpRequest.newBuilder(server.pageAddress().resolve("media/UPPER")))
                        .statusCode());
        for (String body : List.of(
                "",
                "[]",
                "{\"track\":5}",
                "{\"track\":\"hd\",\"played\":[[5,1]]}",
                "{\"track\":\"hd\",\"played\":[1]}")) {
            assertEquals(400, post("position", body).statusCode(), body);
        }
        assertEquals(400, post("consent", "{\"peers\":\"maybe\"}").statusCode());
    }

    @Test
    void limitsAndRestraintsOfThePageHoldAtOnce() throws Exception {
        begin();
        String rules = "{\"uploadLimit\":5,\"downloadLimit\":1099511627776,\"restraints\":[\"paused\"]}";
        assertEquals(204, post("traffic", rules).statusCode());
        JsonObject traffic = status().getJsonObject("traffic");
        assertEquals("nobody is served: you paused it", traffic.getString("serving"));
        assertEquals(5, traffic.getLong("uploadLimit"));
        assertEquals(1L << 40, traffic.getLong("downloadLimit"));
        assertEquals(new JsonObject(rules), play.stage.description().getJsonObject("traffic"));
        for (String body : List.of(
                "{}",
                "[]",
                "{\"uploadLimit\":1,\"downloadLimit\":1}",
                "{\"uploadLimit\":-1,\"downloadLimit\":1,\"restraints\":[]}",
                "{\"uploadLimit\":1.5,\"downloadLimit\":1,\"restraints\":[]}",
                "{\"uploadLimit\":null,\"downloadLimit\":1,\"restraints\":[]}",
                "{\"uploadLimit\":1,\"downloadLimit\":1099511627777,\"restraints\":[]}",
                "{\"uploadLimit\":1,\"downloadLimit\":1,\"restraints\":[\"asleep\"]}",
                "{\"uploadLimit\":1,\"downloadLimit\":1,\"restraints\":[null]}")) {
            assertEquals(400, post("traffic", body).statusCode(), body);
        }
        assertEquals(new JsonObject(rules), play.stage.description().getJsonObject("traffic"), "nothing changed");
    }

    @Test
    void beforeConsentNoPeerIsCalledAndAfterItPlaybackStarts() throws Exception {
        holdMillis = SHORT_HOLD_MILLIS;
        begin(play.license(SamplePlay.rights(), 900), Optional.empty());
        assertThrows(IOException.class, () -> media("bytes=0-0"));
        assertEquals(
                0,
                SamplePlay.await(SamplePlay.await(play.desk.open(SamplePlay.HD))
                                .swarm()
                                .progress())
                        .peers());
        assertEquals("edge only: no consent to peers", status().getString("wait"));
        assertEquals(204, post("consent", "{\"peers\":\"share\"}").statusCode());
        holdMillis = LONG_HOLD_MILLIS;
        assertEquals(206, media("bytes=0-0").statusCode());
    }

    @Test
    void eventsTellTheStateOfThePlay() throws Exception {
        begin();
        media("bytes=0-0");
        HttpRequest request =
                HttpRequest.newBuilder(server.pageAddress().resolve("events")).build();
        HttpResponse<Stream<String>> events = http.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            String data =
                    lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
            assertEquals("hd", new JsonObject(data.substring(6)).getString("track"));
        }
    }

    @Test
    void positionIsKeptForTheNextStart() throws Exception {
        begin();
        post("position", "{\"track\":\"hd\",\"atMillis\":12340,\"played\":[]}");
        JsonObject title = new JsonObject(new String(
                send(HttpRequest.newBuilder(server.pageAddress().resolve("title")))
                        .body(),
                StandardCharsets.UTF_8));
        assertEquals(12_340, title.getJsonArray("tracks").getJsonObject(0).getInteger("positionMs"));
    }

    private JsonObject status() throws Exception {
        return new JsonObject(new String(
                send(HttpRequest.newBuilder(server.pageAddress().resolve("status")))
                        .body(),
                StandardCharsets.UTF_8));
    }

    private URI root() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private URI mediaAddress() {
        return server.pageAddress().resolve("media/hd");
    }

    private HttpResponse<byte[]> media(String range) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(mediaAddress()).header("Range", range));
    }

    private HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.pageAddress().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The JDK's client sets the Host header itself; here it is written by hand. */
    private int rawStatus(String host) throws IOException {
        try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("GET /t/wrong/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
