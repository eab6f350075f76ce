package sealswarm.overlay.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayMain;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.TrackRequest;
import sealswarm.trial.crash.ChildJvm;

/** The command in a process of its own. */
class PeerCommandIT {
    private static final int SIZE = 6_000_000;

    @TempDir
    Path directory;

    private final SampleSwarm sample = new SampleSwarm(SIZE, 65_536);
    private String seeder = "";

    @BeforeEach
    void seed() throws IOException {
        Files.write(directory.resolve("t.torrent"), sample.torrent(SampleSwarm.Form.HYBRID));
        sample.fill(directory.resolve("seed"));
        Overlay engine = sample.engine();
        SampleSwarm.await(
                engine.open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("seed"))));
        seeder = "127.0.0.1:" + engine.port();
    }

    @AfterEach
    void end() {
        sample.close();
    }

    private ChildJvm peer(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "peer",
                "--torrent",
                directory.resolve("t.torrent").toString(),
                "--data",
                directory.resolve("leech").toString(),
                "--peer",
                seeder));
        arguments.addAll(List.of(more));
        return ChildJvm.start(OverlayMain.class, List.of("-Xmx256m"), arguments.toArray(String[]::new));
    }

    private static JsonNode last(ChildJvm child) throws IOException {
        List<String> lines = child.lines();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    @Test
    void endsWithOneDocumentOfWhatItDid() throws Exception {
        try (ChildJvm child = peer("--exit-when-complete", "--utp", "only", "--json")) {
            assertEquals(0, child.await());
            assertEquals(1, child.lines().size());
            JsonNode result = last(child);
            assertEquals(SIZE, result.get("lengthBytes").asLong());
            assertTrue(result.get("complete").asBoolean());
            assertTrue(result.get("downloadedBytes").get("peers").asLong() >= SIZE);
            assertEquals(0, result.get("hashFailures").asLong());
            assertEquals(
                    sample.metainfo(SampleSwarm.Form.HYBRID)
                            .infoHashes()
                            .v2()
                            .orElseThrow()
                            .hex(),
                    result.get("ids").get("v2").asText());
            assertTrue(result.get("seconds").asDouble() > 0
                    && result.get("cpuSeconds").asDouble() > 0);
        }
        assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("leech/track.bin")));
    }

    @Test
    void aKilledPeerGoesOnWithoutFetchingWrittenPiecesAgain() throws Exception {
        Path file = directory.resolve("leech/track.bin");
        try (ChildJvm child = peer("--download-limit", "1M", "--json-lines")) {
            for (int i = 0; i < 600 && wholePiecesBytes(file) < 2_000_000; i++) {
                Thread.sleep(50);
            }
            child.kill();
        }
        assertFalse(Arrays.equals(sample.content(), Files.readAllBytes(file)), "killed half way");
        long written = wholePiecesBytes(file);
        assertTrue(written > 0);
        try (ChildJvm child = peer("--exit-when-complete", "--json")) {
            assertEquals(0, child.await());
            JsonNode result = last(child);
            long useful = result.get("downloadedBytes").get("peers").asLong()
                    - result.get("redundantBytes").asLong();
            long kept = written;
            assertTrue(useful <= SIZE - kept, () -> "fetched " + useful + " though " + kept + " were there");
        }
        assertArrayEquals(sample.content(), Files.readAllBytes(file));
    }

    /** Bytes of pieces that stand in the file as they should; the file is sparse, so its size tells nothing. */
    private long wholePiecesBytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] found = Files.readAllBytes(file);
        long whole = 0;
        for (int at = 0; at + 65_536 <= found.length; at += 65_536) {
            if (Arrays.equals(found, at, at + 65_536, sample.content(), at, at + 65_536)) {
                whole += 65_536;
            }
        }
        return whole;
    }

    @Test
    void badTorrentsPortsAndPathsAreRefusedInWords() throws Exception {
        Path bad = Files.writeString(
                directory.resolve("bad.torrent"),
                "d4:infod6:lengthi5e4:name1:t12:piece lengthi12345e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");
        assertRefused(5, "info.piece length: 12345 is not a power of two", "--torrent", bad.toString());
        assertRefused(
                3, "no torrent file at", "--torrent", directory.resolve("none").toString());
        String good = directory.resolve("t.torrent").toString();
        assertRefused(1, "cannot listen on " + seeder, "--torrent", good, "--listen", seeder);
        assertRefused(2, "is not HOST:PORT", "--torrent", good, "--listen", "localhost");
        assertRefused(2, "nobody outside can be forwarded to 127.0.0.1", "--torrent", good, "--map-port", "auto");
        assertRefused(2, "is no rate", "--torrent", good, "--upload-limit", "fast");
    }

    private void assertRefused(int exit, String message, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("peer", "--json", "--data", directory.resolve("other").toString()));
        all.addAll(List.of(arguments));
        try (ChildJvm child = ChildJvm.start(OverlayMain.class, List.of("-Xmx256m"), all.toArray(String[]::new))) {
            assertEquals(exit, child.await(), () -> String.join("\n", child.lines()));
            JsonNode error = last(child).get("error");
            assertTrue(error.get("message").asText().contains(message), error::toString);
            assertEquals(exit, error.get("exit").asInt());
        }
    }

    @Test
    void torrentCreateAndInspectAgree() throws Exception {
        Path out = directory.resolve("made.torrent");
        String[] create = {
            "torrent",
            "create",
            directory.resolve("seed/track.bin").toString(),
            "--out",
            out.toString(),
            "--piece-length",
            "65536",
            "--json"
        };
        try (ChildJvm child = ChildJvm.start(OverlayMain.class, List.of(), create)) {
            assertEquals(0, child.await());
        }
        assertArrayEquals(sample.torrent(SampleSwarm.Form.HYBRID), Files.readAllBytes(out));
        try (ChildJvm child = ChildJvm.start(OverlayMain.class, List.of(), create)) {
            assertEquals(1, child.await(), "never overwrites");
        }
        try (ChildJvm child =
                ChildJvm.start(OverlayMain.class, List.of(), "torrent", "inspect", out.toString(), "--json")) {
            assertEquals(0, child.await());
            assertEquals(
                    sample.metainfo(SampleSwarm.Form.HYBRID)
                            .infoHashes()
                            .v1()
                            .orElseThrow()
                            .hex(),
                    last(child).get("infoHashV1").asText());
        }
    }
}
