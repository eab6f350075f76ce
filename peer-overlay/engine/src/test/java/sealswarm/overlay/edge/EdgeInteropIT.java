package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.token.TokenKind;
import sealswarm.trial.Presence;

/** Stock clients and our own get a published track from an edge, knowing nothing but the personalised metainfo. */
class EdgeInteropIT {
    private static final SampleTrack TRACK = SampleTrack.of(11, 5_000_321);
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private TrialEdge edge;

    /** What of the metainfo's links a client is given. */
    private enum Links {
        ALL,
        TRACKER,
        WEB_SEED
    }

    @BeforeEach
    void publish() {
        edge = TrialEdge.start(directory.resolve("edge"));
        edge.publish(TRACK);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void libtorrentCompletesFromTheHybridByTrackerAndPeers() throws Exception {
        libtorrent(hybrid(Links.TRACKER));
    }

    @Test
    void libtorrentCompletesFromTheHybridByWebSeedAlone() throws Exception {
        libtorrent(hybrid(Links.WEB_SEED));
    }

    @Test
    void libtorrentCompletesFromTheHybridAsItIsServed() throws Exception {
        libtorrent(hybrid(Links.ALL));
    }

    @Test
    void aria2CompletesFromTheCompanionByTrackerAndPeers() throws Exception {
        aria2(companion(Links.TRACKER));
    }

    @Test
    void aria2CompletesFromTheCompanionByWebSeedAlone() throws Exception {
        aria2(companion(Links.WEB_SEED));
    }

    @Test
    void aria2CompletesFromTheCompanionAsItIsServed() throws Exception {
        aria2(companion(Links.ALL));
    }

    @Test
    void transmissionCompletesFromTheCompanionAsItIsServed() throws Exception {
        Path transmission = Presence.program("transmission-cli", "transmission-cli");
        Path downloads = Files.createDirectories(directory.resolve("downloads"));
        Process process = start(List.of(
                transmission.toString(),
                "--config-dir",
                directory.resolve("configuration").toString(),
                "--download-dir",
                downloads.toString(),
                "--no-portmap",
                companion(Links.ALL).toString()));
        try {
            awaitFile(downloads.resolve(TRACK.metainfo().name()));
        } finally {
            end(process);
        }
    }

    @Test
    void ourPeerCompletesByTrackerAndPeersTakingNothingFromTheWebSeed() throws Exception {
        TrackProgress end = ours(hybrid(Links.TRACKER));
        assertEquals(TRACK.data().length, end.totals().fromPeers());
        assertEquals(0, end.totals().fromSources());
    }

    @Test
    void ourPeerCompletesByWebSeedAlone() throws Exception {
        TrackProgress end = ours(hybrid(Links.WEB_SEED));
        assertEquals(0, end.totals().fromPeers());
        assertEquals(TRACK.data().length, end.totals().fromSources());
    }

    @Test
    void ourPeerCompletesFromTheMetainfoAsItIsServed() throws Exception {
        TrackProgress end = ours(hybrid(Links.ALL));
        assertEquals(0, end.totals().hashFailures());
    }

    @Test
    void deliveriesToPeersAreLoggedPerTrack() throws Exception {
        ours(hybrid(Links.TRACKER));
        edge.close();
        String log =
                Files.readString(directory.resolve("edge").resolve("delivery").resolve(TRACK.swarmId() + ".ndjson"));
        assertTrue(log.contains("\"source\":\"edge-peer\",\"bytes\":" + TRACK.data().length), log);
    }

    private TrackProgress ours(Path torrent) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Overlay overlay = Overlay.start(vertx, OverlaySettings.LOOPBACK, new SecureRandom())
                    .await(30, TimeUnit.SECONDS);
            Metainfo metainfo = Metainfo.parse(Files.readAllBytes(torrent));
            TrackRequest request = TrackRequest.of(metainfo, directory.resolve("ours"));
            OverlayTrack track = overlay.open(request).await(30, TimeUnit.SECONDS);
            new SwarmLinks(vertx, new SecureRandom()).follow(request, track, overlay.port(), metainfo.links());
            track.whenComplete().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            TrackProgress end = track.progress().await(30, TimeUnit.SECONDS);
            overlay.close().await(30, TimeUnit.SECONDS);
            assertArrayEquals(
                    TRACK.data(), Files.readAllBytes(directory.resolve("ours").resolve(metainfo.name())));
            return end;
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }

    private void libtorrent(Path torrent) throws Exception {
        Path python = Presence.python("libtorrent", "python3-libtorrent");
        Path script = directory.resolve("libtorrent_follow.py");
        try (InputStream in = EdgeInteropIT.class.getResourceAsStream("/interop/libtorrent_follow.py")) {
            Files.copy(in, script);
        }
        Path downloads = Files.createDirectories(directory.resolve("downloads"));
        Process process =
                start(List.of(python.toString(), script.toString(), torrent.toString(), downloads.toString()));
        awaitEnd(process);
        assertArrayEquals(
                TRACK.data(),
                Files.readAllBytes(downloads.resolve(TRACK.metainfo().name())));
    }

    private void aria2(Path torrent) throws Exception {
        Path aria2 = Presence.program("aria2c", "aria2");
        Path downloads = Files.createDirectories(directory.resolve("downloads"));
        Process process = start(List.of(
                aria2.toString(),
                "--no-conf",
                "--dir=" + downloads,
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--seed-time=0",
                torrent.toString()));
        awaitEnd(process);
        assertArrayEquals(
                TRACK.data(),
                Files.readAllBytes(downloads.resolve(TRACK.metainfo().name())));
    }

    private Path hybrid(Links links) throws Exception {
        return torrent(".torrent", links);
    }

    private Path companion(Links links) throws Exception {
        return torrent(".v1.torrent", links);
    }

    private Path torrent(String suffix, Links links) throws Exception {
        String path = "/webseed/" + TrialEdge.token(TRACK, TokenKind.WEBSEED) + "/"
                + TRACK.metainfo().name() + suffix;
        byte[] served = edge.get(path).body();
        Metainfo metainfo = Metainfo.parse(served);
        MetainfoLinks all = metainfo.links();
        byte[] given =
                switch (links) {
                    case ALL -> served;
                    case TRACKER ->
                        metainfo.withLinks(
                                new MetainfoLinks(all.trackers(), List.of(), Optional.empty(), all.edgeKeys()));
                    case WEB_SEED ->
                        metainfo.withLinks(new MetainfoLinks(List.of(), all.webSeeds(), Optional.empty(), List.of()));
                };
        return Files.write(directory.resolve("given" + suffix), given);
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("client.log").toFile())
                .start();
    }

    private void awaitEnd(Process process) throws Exception {
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(ended && process.exitValue() == 0, "client did not finish: " + clientLog());
        } finally {
            end(process);
        }
    }

    private void awaitFile(Path file) throws Exception {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            if (Files.exists(file) && Arrays.equals(TRACK.data(), Files.readAllBytes(file))) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("client did not finish: " + clientLog());
    }

    private String clientLog() throws IOException {
        return Files.readString(directory.resolve("client.log"), StandardCharsets.ISO_8859_1);
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
