package sealswarm.overlay.webseed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.transport.SystemClock;

/** Web seeds that lie, mislead or drip, all at once beside one honest peer. */
class HostileWebSeedIT {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int PIECE = 65_536;
    private static final int SIZE = 10 * PIECE + 20_000;
    private static final int DRIP_MILLIS = 50;
    private static final RangeFetch.Waits SHORT = new RangeFetch.Waits(RangeFetch.SILENCE_MILLIS, 400);

    @TempDir
    Path directory;

    private final AtomicBoolean victimCalled = new AtomicBoolean();
    private final AtomicLong wrongAnswers = new AtomicLong();

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"HYBRID", "V1"})
    void theDownloadIsRightAndOnlyTheLiarIsBanned(Form form) throws Exception {
        try (SampleSwarm sample = new SampleSwarm(SIZE, PIECE)) {
            sample.fill(directory.resolve("source"));
            OverlayTrack track = SampleSwarm.await(
                    sample.engine().open(TrackRequest.of(sample.metainfo(form), directory.resolve("leech"))));
            String victim = serve(sample, request -> {
                victimCalled.set(true);
                request.response().end();
            });
            WebSeedSource liar = source(sample, this::wrongBytes);
            track.setLeafSource(liar);
            track.addSource(liar);
            awaitBan(track);
            long answered = wrongAnswers.get();
            List<Consumer<HttpServerRequest>> hostile = List.of(
                    HostileWebSeedIT::anotherRange,
                    request -> request.response()
                            .setStatusCode(302)
                            .putHeader("Location", victim)
                            .end(),
                    request -> drip(sample, request));
            for (Consumer<HttpServerRequest> each : hostile) {
                track.addSource(source(sample, each));
            }
            Overlay honest = sample.engine();
            SampleSwarm.await(honest.open(TrackRequest.of(sample.metainfo(form), directory.resolve("source"))
                    .withSettings(SwarmSettings.DEFAULTS.withLimits(SIZE / 2, 0))));
            track.addPeers(List.of(SampleSwarm.address(honest)));
            SampleSwarm.await(track.whenComplete());
            assertEquals(1, SampleSwarm.await(track.progress()).totals().bans());
            assertFalse(victimCalled.get(), "a redirect was followed");
            assertEquals(0, liar.parallelRanges());
            assertTrue(
                    wrongAnswers.get() <= answered + SourceHealth.PARALLEL,
                    () -> "asked after the ban: " + wrongAnswers + " answers, " + answered + " before");
            SampleSwarm.await(track.close());
            assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("leech/track.bin")));
        }
    }

    private static WebSeedSource source(SampleSwarm sample, Consumer<HttpServerRequest> answer) throws Exception {
        return new WebSeedSource(
                sample.vertx(),
                serve(sample, answer),
                "track.bin",
                Optional.empty(),
                Set.of(),
                new SystemClock(),
                SHORT);
    }

    private static void awaitBan(OverlayTrack track) throws InterruptedException {
        for (int i = 0;
                i < 1_500 && SampleSwarm.await(track.progress()).totals().bans() == 0;
                i++) {
            Thread.sleep(20);
        }
    }

    private static String serve(SampleSwarm sample, Consumer<HttpServerRequest> answer) throws Exception {
        HttpServer server = sample.vertx()
                .createHttpServer()
                .requestHandler(answer::accept)
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
        return "http://127.0.0.1:" + server.actualPort() + "/track.bin";
    }

    private static long[] range(HttpServerRequest request) {
        Matcher match = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        if (!match.matches()) {
            throw new AssertionError("no range: " + request.getHeader("Range"));
        }
        return new long[] {Long.parseLong(match.group(1)), Long.parseLong(match.group(2))};
    }

    private static void part(HttpServerRequest request, long from, long last) {
        request.response()
                .setStatusCode(206)
                .putHeader("Content-Range", "bytes " + from + "-" + last + "/" + SIZE)
                .putHeader("Content-Length", Long.toString(last - from + 1));
    }

    private void wrongBytes(HttpServerRequest request) {
        if (!request.path().endsWith(".leaves")) {
            wrongAnswers.incrementAndGet();
        }
        long[] range = range(request);
        byte[] wrong = new byte[(int) (range[1] - range[0] + 1)];
        Arrays.fill(wrong, (byte) 5);
        part(request, range[0], range[1]);
        request.response().end(Buffer.buffer(wrong));
    }

    private static void anotherRange(HttpServerRequest request) {
        long[] range = range(request);
        part(request, range[0] + 1, range[1] + 1);
        request.response().end(Buffer.buffer(new byte[(int) (range[1] - range[0] + 1)]));
    }

    private static void drip(SampleSwarm sample, HttpServerRequest request) {
        long[] range = range(request);
        part(request, range[0], range[1]);
        long timer = sample.vertx()
                .setPeriodic(DRIP_MILLIS, ignored -> request.response().write(Buffer.buffer(new byte[] {1})));
        request.response().closeHandler(ignored -> sample.vertx().cancelTimer(timer));
        request.response().exceptionHandler(ignored -> sample.vertx().cancelTimer(timer));
    }
}
