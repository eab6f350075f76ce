package sealswarm.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.swarm.PeerAddress;

/** Our engine and stock clients, both ways, byte for byte. The last piece and block are short on purpose. */
class InteropIT {
    private static final int SIZE = 6_000_001;

    @TempDir
    Path directory;

    private final SampleSwarm sample = new SampleSwarm(SIZE, 65_536);

    @BeforeEach
    void writeTorrents() throws IOException {
        for (Form form : Form.values()) {
            Files.write(torrent(form), sample.torrent(form));
        }
    }

    @AfterEach
    void end() {
        sample.close();
    }

    private Path torrent(Form form) {
        return directory.resolve(form + ".torrent");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void libtorrentDownloadsFromUs(Form form) throws Exception {
        Overlay seeder = seed(TrackRequest.of(sample.metainfo(form), directory.resolve("seed")));
        Path target = directory.resolve("libtorrent");
        try (StockClient leech = StockClient.libtorrentLeech(target, torrent(form), "127.0.0.1:" + seeder.port())) {
            leech.awaitEnd();
        }
        assertArrayEquals(sample.content(), Files.readAllBytes(target.resolve("track.bin")));
    }

    @Test
    void libtorrentDownloadsFromUsByTheCompanionOfAHybrid() throws Exception {
        Overlay seeder = seed(TrackRequest.of(sample.metainfo(Form.HYBRID), directory.resolve("seed"))
                .withCompanion(sample.metainfo(Form.V1)));
        Path target = directory.resolve("libtorrent");
        try (StockClient leech = StockClient.libtorrentLeech(target, torrent(Form.V1), "127.0.0.1:" + seeder.port())) {
            leech.awaitEnd();
        }
        assertArrayEquals(sample.content(), Files.readAllBytes(target.resolve("track.bin")));
    }

    @ParameterizedTest
    @CsvSource({"HYBRID,seed_mode", "HYBRID,checked", "V1,checked", "V2,seed_mode", "V2,checked"})
    void weDownloadFromLibtorrent(Form form, String mode) throws Exception {
        Path source = directory.resolve("libtorrent");
        sample.fill(source);
        try (StockClient seed = StockClient.libtorrentSeed(source, torrent(form), mode)) {
            download(TrackRequest.of(sample.metainfo(form), directory.resolve("leech")), seed);
        }
    }

    @Test
    void aria2DownloadsFromUs() throws Exception {
        Overlay seeder = sample.engine();
        sample.fill(directory.resolve("seed"));
        OverlayTrack track =
                SampleSwarm.await(seeder.open(TrackRequest.of(sample.metainfo(Form.HYBRID), directory.resolve("seed"))
                        .withCompanion(sample.metainfo(Form.V1))));
        Path target = directory.resolve("aria2");
        try (StockClient leech = StockClient.aria2(target, torrent(Form.V1), StockClient.Role.LEECH)) {
            track.addPeers(List.of(PeerAddress.of("127.0.0.1", leech.port())));
            leech.awaitEnd();
        }
        assertArrayEquals(sample.content(), Files.readAllBytes(target.resolve("track.bin")));
    }

    @Test
    void weDownloadFromAria2() throws Exception {
        Path source = directory.resolve("aria2");
        sample.fill(source);
        try (StockClient seed = StockClient.aria2(source, torrent(Form.V1), StockClient.Role.SEED)) {
            download(
                    TrackRequest.of(sample.metainfo(Form.HYBRID), directory.resolve("leech"))
                            .withCompanion(sample.metainfo(Form.V1)),
                    seed);
        }
    }

    @Test
    void transmissionDownloadsFromUs() throws Exception {
        Overlay seeder = sample.engine();
        sample.fill(directory.resolve("seed"));
        OverlayTrack track =
                SampleSwarm.await(seeder.open(TrackRequest.of(sample.metainfo(Form.HYBRID), directory.resolve("seed"))
                        .withCompanion(sample.metainfo(Form.V1))));
        Path target = directory.resolve("transmission");
        try (StockClient leech = StockClient.transmission(target, torrent(Form.V1))) {
            track.addPeers(List.of(PeerAddress.of("127.0.0.1", leech.port())));
            leech.awaitFile(target.resolve("track.bin"), sample.content());
        }
    }

    @Test
    void weDownloadFromTransmission() throws Exception {
        Path source = directory.resolve("transmission");
        sample.fill(source);
        try (StockClient seed = StockClient.transmission(source, torrent(Form.V1))) {
            download(TrackRequest.of(sample.metainfo(Form.V1), directory.resolve("leech")), seed);
        }
    }

    private Overlay seed(TrackRequest request) throws IOException {
        sample.fill(request.directory());
        Overlay seeder = sample.engine();
        SampleSwarm.await(seeder.open(request));
        return seeder;
    }

    private void download(TrackRequest request, StockClient from) throws IOException {
        OverlayTrack leech = SampleSwarm.await(sample.engine().open(request));
        leech.addPeers(List.of(PeerAddress.of("127.0.0.1", from.port())));
        SampleSwarm.await(leech.whenComplete());
        TrackProgress progress = SampleSwarm.await(leech.progress());
        assertEquals(0, progress.totals().hashFailures());
        assertEquals(0, progress.totals().bans());
        assertArrayEquals(
                sample.content(), Files.readAllBytes(request.directory().resolve("track.bin")));
    }
}
