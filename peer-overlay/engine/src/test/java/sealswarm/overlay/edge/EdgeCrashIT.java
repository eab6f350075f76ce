package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.token.TokenKind;
import sealswarm.trial.crash.Checkpoints;
import sealswarm.trial.crash.ChildJvm;

/** An edge in a child process, killed with SIGKILL: what it acknowledged is there afterwards, and nothing torn is ever served. */
class EdgeCrashIT {
    private static final int LEAF = 16_384;
    private static final int PATCH = 512 * 1024;
    private static final int KILLS = 2;

    @TempDir
    Path directory;

    private static ChildJvm child(Path data, String... options) {
        return ChildJvm.start(EdgeChildMain.class, List.of(options), data.toString());
    }

    private static EdgeClient client(ChildJvm child) {
        assertTrue(child.says(line -> line.startsWith("edge ")), () -> "the edge did not start: " + child.lines());
        String said = child.lines().stream()
                .filter(line -> line.startsWith("edge "))
                .findFirst()
                .orElseThrow();
        return new EdgeClient(said.substring("edge ".length()));
    }

    private static void begin(EdgeClient edge, SampleTrack track) {
        String origin = "/origin/" + EdgeClient.token(track, TokenKind.UPLOAD) + "/";
        assertEquals(204, edge.put(origin + "metainfo", track.hybrid()).statusCode());
        assertEquals(204, edge.put(origin + "leaves", track.leaves()).statusCode());
    }

    private static String path(SampleTrack track) {
        return "/webseed/" + EdgeClient.token(track, TokenKind.WEBSEED) + "/"
                + track.metainfo().name();
    }

    @Test
    void anUploadGoesOnWhereItWasAcknowledgedHoweverOftenTheEdgeIsKilled() throws Exception {
        SampleTrack track = SampleTrack.of(21, 9 * PATCH + 4_321);
        long seed = Long.getLong("sealswarm.seed", 7);
        Random random = new Random(seed);
        long acknowledged = 0;
        for (int round = 0; round < KILLS; round++) {
            try (ChildJvm child = child(directory)) {
                EdgeClient edge = client(child);
                if (round == 0) {
                    begin(edge, track);
                }
                acknowledged = goOn(edge, track, acknowledged, 1 + random.nextInt(2));
                assertEquals(404, edge.get(path(track)).statusCode(), "an incomplete track is served to nobody");
                long from = acknowledged;
                CompletableFuture<Void> cut = CompletableFuture.runAsync(
                        () -> edge.patch(track, from, track.data((int) from, track.data().length)));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(12));
                child.kill();
                cut.handle((done, failure) -> failure).get(30, TimeUnit.SECONDS);
            }
        }
        try (ChildJvm child = child(directory)) {
            EdgeClient edge = client(child);
            goOn(edge, track, acknowledged, Integer.MAX_VALUE);
            child.kill();
        }
        try (TrialEdge edge = TrialEdge.start(directory)) {
            assertArrayEquals(track.data(), edge.get(path(track)).body(), "acknowledged tracks are complete");
        }
    }

    /** Uploads at most {@code patches} parts from where the edge is, which is not before what it acknowledged. */
    private static long goOn(EdgeClient edge, SampleTrack track, long acknowledged, int patches) {
        if (edge.get(path(track)).statusCode() == 200) {
            return track.data().length;
        }
        long at = edge.offset(track);
        assertTrue(at >= acknowledged, "acknowledged " + acknowledged + ", after the kill " + at);
        assertTrue(at % LEAF == 0 || at == track.data().length, "torn at " + at);
        for (int i = 0; i < patches && at < track.data().length; i++) {
            int end = (int) Math.min(track.data().length, at + PATCH);
            assertEquals(204, edge.patch(track, at, track.data((int) at, end)).statusCode());
            at = end;
        }
        return at;
    }

    @Test
    void aKillAtEachStepOfAnUploadLosesNothingAndServesNothingTorn() throws Exception {
        SampleTrack track = SampleTrack.of(22, 700_001);
        List<CompletableFuture<?>> uploads = new ArrayList<>();
        Checkpoints.killAtEach(
                EdgeChildMain.Step.class,
                step -> {
                    ChildJvm child = child(directory.resolve(step.name()), Checkpoints.option(step, 1));
                    EdgeClient edge = client(child);
                    begin(edge, track);
                    uploads.add(CompletableFuture.runAsync(() -> edge.patch(track, 0, track.data())));
                    return child;
                },
                (step, killed) -> {
                    try (TrialEdge edge = TrialEdge.start(directory.resolve(step.name()))) {
                        int before = edge.get(path(track)).statusCode();
                        boolean isWhole = step != EdgeChildMain.Step.BYTES_FORCED;
                        assertEquals(isWhole ? 200 : 404, before, "after a kill at " + step);
                        edge.publish(track);
                        assertArrayEquals(track.data(), edge.get(path(track)).body());
                    }
                });
        for (CompletableFuture<?> upload : uploads) {
            assertThrows(ExecutionException.class, () -> upload.get(30, TimeUnit.SECONDS), "nobody answered it");
        }
    }

    @Test
    void aKilledSeedServesTheSameBytesFromWhereItStopped() throws Exception {
        SampleTrack track = SampleTrack.of(23, 6_000_001);
        int got;
        byte[] first = new byte[300_000];
        try (ChildJvm child = child(directory)) {
            EdgeClient edge = client(child);
            edge.publish(track);
            try (InputStream body = URI.create(edge.url() + path(track))
                    .toURL()
                    .openConnection()
                    .getInputStream()) {
                got = body.readNBytes(first, 0, first.length);
                child.kill();
                drain(body);
            }
        }
        assertArrayEquals(track.data(0, got), Arrays.copyOf(first, got));
        try (TrialEdge edge = TrialEdge.start(directory)) {
            assertArrayEquals(
                    track.data(got, track.data().length),
                    edge.get(path(track), "Range", "bytes=" + got + "-").body());
            assertEquals(200, edge.get("/health/ready").statusCode());
        }
    }

    /** What was under way still arrives, then the connection breaks. */
    private static void drain(InputStream body) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The process that sent it is gone.
        }
    }
}
