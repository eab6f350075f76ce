package sealswarm.overlay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.OverlayMain;
import sealswarm.overlay.edge.TrialEdge;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.trial.crash.ChildJvm;

/** The command in a process of its own, in the heap it has by the launcher. */
class HostCommandIT {
    private static final SampleTrack TRACK = SampleTrack.of(61, 3_000_000);

    @TempDir
    Path directory;

    private ChildJvm host(String server, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "host",
                "--server",
                server,
                "--disk",
                "1G",
                "--data",
                directory.resolve("host").toString(),
                "--peer-host",
                "127.0.0.1",
                "--peer-port",
                "0"));
        arguments.addAll(List.of(more));
        return ChildJvm.start(OverlayMain.class, List.of("-Xmx64m"), arguments.toArray(String[]::new));
    }

    private static JsonNode last(ChildJvm child) throws IOException {
        List<String> lines = child.lines();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    @Test
    void aKilledHostGoesOnWhereItWasAndEndsWithAReport() throws Exception {
        try (TrialEdge edge = TrialEdge.start(directory.resolve("edge"))) {
            edge.publish(TRACK);
            Path file = directory
                    .resolve("host/tracks")
                    .resolve(TRACK.swarmId().hex())
                    .resolve(TRACK.metainfo().name());
            try (ChildJvm child = host(edge.url(), "--download-limit", "1M", "--quiet")) {
                awaitWritten(file, 500_000);
                child.kill();
            }
            long written = written(file);
            assertFalse(written == TRACK.data().length, "killed half way");
            try (ChildJvm child = host(edge.url(), "--json", "--quiet")) {
                awaitWritten(file, TRACK.data().length);
                assertTrue(ProcessHandle.of(child.pid()).orElseThrow().destroy());
                assertEquals(143, child.await());
                JsonNode track = last(child).get("tracks").get(0);
                assertEquals(TRACK.swarmId().hex(), track.get("swarmId").asText());
                assertTrue(
                        track.get("fetchedBytes").asLong() <= TRACK.data().length - written,
                        () -> "fetched " + track + " though " + written + " were there");
                assertEquals(edge.url(), track.get("abuseContact").asText());
            }
        }
    }

    private static void awaitWritten(Path file, long bytes) throws Exception {
        for (int i = 0; i < 1_200 && written(file) < bytes; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(written(file) >= bytes);
    }

    /** Bytes of pieces that stand in the file as they should. */
    private static long written(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] found = Files.readAllBytes(file);
        byte[] right = TRACK.data();
        int piece = TRACK.metainfo().pieceLength().bytes();
        long whole = 0;
        for (int at = 0; at < found.length; at += piece) {
            int end = Math.min(right.length, at + piece);
            if (end <= found.length && Arrays.equals(found, at, end, right, at, end)) {
                whole += end - at;
            }
        }
        return whole;
    }
}
