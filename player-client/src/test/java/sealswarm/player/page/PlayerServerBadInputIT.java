package sealswarm.player.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.key.TrackId;
import sealswarm.player.SamplePlay;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.PlaySession;
import sealswarm.player.playback.Stage;
import sealswarm.player.playback.TrafficRules;

/** What a broken or hostile program on this machine may send to the local server: refused, bounded, and survived. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // made before all or before each test
class PlayerServerBadInputIT {
    /** More than what kernels buffer between a sender and a reader that reads nothing. */
    private static final int SIZE = 24_000_000;

    private static final long LONG_HOLD_MILLIS = 20_000;
    private static final long SHORT_HOLD_MILLIS = 500;
    private static final int NOT_SATISFIABLE = 416;

    @TempDir
    static Path work;

    private static SamplePlay play;
    private static PlayerServer server;
    private static CountingStage stage;
    private static volatile long holdMillis = LONG_HOLD_MILLIS;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void begin() {
        play = new SamplePlay(work, SIZE);
        play.start();
        stage = new CountingStage(play.stage);
        server = SamplePlay.await(PlayerServer.start(
                play.vertx, 0, stage, new OneTimeCodes(new SecureRandom(), play.clock()), () -> holdMillis));
        SamplePlay.await(SamplePlay.await(play.desk.open(SamplePlay.HD)).swarm().whenComplete());
    }

    @AfterAll
    static void end() {
        SamplePlay.await(server.close());
        play.crash();
        play.close();
    }

    @BeforeEach
    void nothingIsOpen() throws Exception {
        until(() -> server.openAnswers() == 0);
        holdMillis = LONG_HOLD_MILLIS;
    }

    @AfterEach
    void stillServes() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        until(() -> server.openAnswers() == 0 && server.openConnections() < PlayerServer.MAX_CONNECTIONS / 2);
        assertArrayEquals(
                Arrays.copyOfRange(play.plain, 7, 9), get("Range", "bytes=7-8").body());
    }

    @Test
    void malformedRangesAreUnsatisfiableAndForeignUnitsIgnored() throws Exception {
        for (String range : List.of(
                "bytes=",
                "bytes=-",
                "bytes=--1",
                "bytes=1-2-3",
                "bytes=0x10-",
                "bytes=1.5-",
                "bytes=+1-2",
                "bytes=0-1,",
                "bytes=0-1,3-4",
                "bytes=5-3",
                "bytes=-0",
                "bytes=" + SIZE + "-",
                "bytes=9223372036854775807-",
                "bytes=9223372036854775806-9223372036854775807",
                "bytes=99999999999999999999999-",
                "bytes=-99999999999999999999999",
                "bytes=" + "0".repeat(4_000) + "-")) {
            assertEquals(NOT_SATISFIABLE, rawStatus("Range: " + range), range);
        }
        for (String range : List.of("items=0-5", "", "byte=0-5", "seconds=1-2")) {
            assertEquals(200, rawStatus("Range: " + range), range);
        }
        HttpResponse<byte[]> last = get("Range", "bytes=" + (SIZE - 3) + "-9223372036854775807");
        assertEquals(206, last.statusCode());
        assertArrayEquals(Arrays.copyOfRange(play.plain, SIZE - 3, SIZE), last.body());
    }

    @Test
    void headIgnoresARangeAndAnotherVersionsPartIsTheWhole() throws Exception {
        HttpResponse<byte[]> head = head("Range", "bytes=0-5");
        assertEquals(200, head.statusCode());
        assertEquals(
                Integer.toString(SIZE),
                head.headers().firstValue("Content-Length").orElse(""));
        String tag = head.headers().firstValue("ETag").orElse("");
        assertTrue(tag.matches("\"[0-9a-f]{32,64}\""), tag);
        HttpResponse<byte[]> same = get("Range", "bytes=2-5", "If-Range", tag);
        assertEquals(206, same.statusCode());
        assertArrayEquals(Arrays.copyOfRange(play.plain, 2, 6), same.body());
        for (String other : List.of("\"other\"", "W/" + tag, "Fri, 20 Nov 2026 12:00:00 GMT")) {
            HttpResponse<byte[]> whole = get("Range", "bytes=2-5", "If-Range", other);
            assertEquals(200, whole.statusCode(), other);
            assertArrayEquals(play.plain, whole.body(), other);
        }
    }

    @Test
    void hugeHeadersLinesAndGarbageAreRefusedBeforeTheyAreRead() throws Exception {
        assertEquals(431, rawStatus("X-Long: " + "x".repeat(10_000)));
        assertEquals(414, statusOf("GET /t/" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        assertEquals(400, statusOf("\u0001\u0002\u0003 nonsense\r\n\r\n"));
        assertEquals(413, post("position", "[" + "1,".repeat(40_000) + "1]"));
        assertEquals(400, post("position", "{\"track\":\"hd\",\"played\":[[5,1]]}"));
        assertEquals(400, post("position", "{\"track\":\"hd\",\"played\":[[-5,1]]}"));
        assertEquals(400, post("position", "{\"track\":\"hd\",\"played\":[[0,99999999999999999999]]}"));
    }

    @Test
    void answersThatWaitAreBoundedAndTheOldestGivesWay() throws Exception {
        Socket first = open(externalRequest());
        until(() -> server.openAnswers() == 1);
        for (int i = 1; i < OpenAnswers.MAX; i++) {
            open(externalRequest());
        }
        until(() -> server.openAnswers() == OpenAnswers.MAX);
        open(externalRequest());
        assertEnds(first);
        assertTrue(server.openAnswers() <= OpenAnswers.MAX);
    }

    @Test
    void connectionsAreBounded() throws Exception {
        for (int i = 0; i < PlayerServer.MAX_CONNECTIONS; i++) {
            connect();
        }
        // Those of earlier requests may still be there: at the latest the next one is one too many.
        Socket tooMany = connect();
        assertEnds(tooMany);
    }

    @Test
    void readerThatReadsNothingHoldsLittleAndIsLeftAfterAWhile() throws Exception {
        holdMillis = SHORT_HOLD_MILLIS;
        long before = stage.sentBytes.get();
        Socket lazy = open(externalRequest());
        until(() -> stage.sentBytes.get() > before);
        until(() -> server.openAnswers() == 0);
        long sent = stage.sentBytes.get() - before;
        assertTrue(sent < SIZE / 2, "sent to a reader that reads nothing: " + sent);
        assertEnds(lazy);
    }

    @Test
    void readerThatGoesAwayFreesItsPlaceAtOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            Socket hasty = open(externalRequest());
            assertTrue(hasty.getInputStream().read() >= 0);
            hasty.setSoLinger(true, 0);
            hasty.close();
        }
        until(() -> server.openAnswers() == 0);
    }

    @Test
    void slowReaderGetsEveryByteInOrder() throws Exception {
        Socket slow = open(("GET " + server.externalAddress(SamplePlay.HD).getPath() + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.port() + "\r\nRange: bytes=100-2000099\r\nConnection: close\r\n\r\n"));
        byte[] all = new byte[0];
        try (var in = slow.getInputStream()) {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            byte[] part = new byte[40_000];
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                out.write(part, 0, count);
                TimeUnit.MILLISECONDS.sleep(5);
            }
            all = out.toByteArray();
        }
        int body = all.length - 2_000_000;
        String head = new String(all, 0, body, StandardCharsets.ISO_8859_1);
        assertTrue(head.startsWith("HTTP/1.1 206") && head.endsWith("\r\n\r\n"), head);
        assertArrayEquals(Arrays.copyOfRange(play.plain, 100, 2_000_100), Arrays.copyOfRange(all, body, all.length));
    }

    private String externalRequest() {
        return "GET " + server.externalAddress(SamplePlay.HD).getPath() + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.port() + "\r\n\r\n";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8_192);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 5_000);
        sockets.add(socket);
        return socket;
    }

    private Socket open(String request) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** The server has closed the connection; what it had sent may still come. */
    private static void assertEnds(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        byte[] part = new byte[1 << 16];
        try {
            while (socket.getInputStream().read(part) >= 0) {
                // what was on its way
            }
        } catch (java.net.SocketException reset) {
            // as good as the end
        }
    }

    private int rawStatus(String header) throws IOException {
        URI media = server.pageAddress().resolve("media/hd");
        return statusOf("GET " + media.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + header
                + "\r\nConnection: close\r\n\r\n");
    }

    private int statusOf(String request) throws IOException {
        Socket socket = open(request);
        socket.setSoTimeout(20_000);
        String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        socket.close();
        return Integer.parseInt(head.substring(9));
    }

    private HttpResponse<byte[]> get(String... headers) throws Exception {
        return send(
                HttpRequest.newBuilder(server.pageAddress().resolve("media/hd")).headers(headers));
    }

    private HttpResponse<byte[]> head(String... headers) throws Exception {
        return send(HttpRequest.newBuilder(server.pageAddress().resolve("media/hd"))
                .headers(headers)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    private int post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(server.pageAddress().resolve(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void until(BooleanSupplier reached) throws InterruptedException {
        for (int i = 0; i < 2_000 && !reached.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(reached.getAsBoolean());
    }

    /** The real stage, with what was sent counted. */
    private record CountingStage(Stage real, AtomicLong sentBytes) implements Stage {
        CountingStage(Stage real) {
            this(real, new AtomicLong());
        }

        @Override
        public void sent(TrackId track, Reader reader, long from, int length) {
            sentBytes.addAndGet(length);
            real.sent(track, reader, from, length);
        }

        @Override
        public JsonObject description() {
            return real.description();
        }

        @Override
        public Future<JsonObject> status() {
            return real.status();
        }

        @Override
        public Future<PlaySession> session(TrackId track) {
            return real.session(track);
        }

        @Override
        public Future<Buffer> text(TrackId track) {
            return real.text(track);
        }

        @Override
        public void position(Position position) {
            real.position(position);
        }

        @Override
        public Future<Void> consent(PeerChoice choice) {
            return real.consent(choice);
        }

        @Override
        public void follow(TrafficRules rules) {
            real.follow(rules);
        }

        @Override
        public void held(TrackId track, String code, String message) {
            real.held(track, code, message);
        }

        @Override
        public void failing(TrackId track, String message) {
            real.failing(track, message);
        }

        @Override
        public void released(TrackId track) {
            real.released(track);
        }
    }
}
