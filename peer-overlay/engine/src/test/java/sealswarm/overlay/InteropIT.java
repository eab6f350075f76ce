package sealswarm.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.transport.UtpUse;

/** Our engine and each stock client alone, both ways, byte for byte. The last piece and block are short on purpose. */
class InteropIT {
    private static final int SIZE = 3_000_001;

    @TempDir
    Path directory;

    private int cells;

    /** A track in a folder of its own, with all its metainfos. */
    private final class Cell implements AutoCloseable {
        final SampleSwarm sample = new SampleSwarm(SIZE, 65_536);
        final Path ours;
        final Path theirs;
        private final Path folder;

        Cell() throws IOException {
            this.folder = Files.createDirectory(directory.resolve("cell" + next()));
            this.ours = folder.resolve("ours");
            this.theirs = folder.resolve("theirs");
            for (Form form : Form.values()) {
                Files.write(torrent(form), sample.torrent(form));
            }
            // rtorrent takes no torrent without a tracker; this one does not answer.
            Metainfo tracked = sample.metainfo(Form.V1);
            Files.write(
                    trackedTorrent(),
                    tracked.withLinks(new MetainfoLinks(
                            List.of(List.of("http://127.0.0.1:1/announce")), List.of(), Optional.empty(), List.of())));
        }

        Path torrent(Form form) {
            return folder.resolve(form + ".torrent");
        }

        Path trackedTorrent() {
            return folder.resolve("tracked.torrent");
        }

        TrackRequest request(Form form) {
            return TrackRequest.of(sample.metainfo(form), ours);
        }

        TrackRequest withCompanion() {
            return request(Form.HYBRID).withCompanion(sample.metainfo(Form.V1));
        }

        /** Our seed's port. */
        int seed(TrackRequest request) throws IOException {
            sample.fill(ours);
            Overlay seeder = sample.engine();
            SampleSwarm.await(seeder.open(request));
            return seeder.port();
        }

        /** Our seed, which calls the stock client. */
        void seedTo(StockClient leech) throws IOException {
            sample.fill(ours);
            SampleSwarm.await(sample.engine().open(withCompanion())).addPeers(List.of(address(leech)));
        }

        void download(TrackRequest request, StockClient from) throws IOException {
            download(request, from, sample.engine());
        }

        void download(TrackRequest request, StockClient from, Overlay by) throws IOException {
            OverlayTrack leech = SampleSwarm.await(by.open(request));
            leech.addPeers(List.of(address(from)));
            SampleSwarm.await(leech.whenComplete());
            TrackProgress progress = SampleSwarm.await(leech.progress());
            assertEquals(0, progress.totals().hashFailures());
            assertEquals(0, progress.totals().bans());
            assertArrayEquals(sample.content(), Files.readAllBytes(ours.resolve("track.bin")));
        }

        void assertTheirsIsExact() throws IOException {
            assertArrayEquals(sample.content(), Files.readAllBytes(theirs.resolve("track.bin")));
        }

        private PeerAddress address(StockClient client) {
            return PeerAddress.of("127.0.0.1", client.port());
        }

        @Override
        public void close() {
            sample.close();
        }
    }

    private synchronized int next() {
        return cells++;
    }

    @TestFactory
    Stream<DynamicTest> everyClientInBothDirections() {
        Cells all = new Cells();
        for (Form form : Form.values()) {
            all.add("our seed, libtorrent " + form, () -> libtorrentDownloads(form));
        }
        all.add("our hybrid seed by its companion, libtorrent V1", this::libtorrentDownloadsByTheCompanion);
        all.add("our leech, libtorrent HYBRID that knows no leaves", () -> weDownload(Form.HYBRID, "seed_mode"));
        all.add("our leech, libtorrent HYBRID", () -> weDownload(Form.HYBRID, "checked"));
        all.add("our leech, libtorrent V1", () -> weDownload(Form.V1, "checked"));
        all.add("our leech, libtorrent V2 that knows no leaves", () -> weDownload(Form.V2, "seed_mode"));
        all.add("our leech, libtorrent V2", () -> weDownload(Form.V2, "checked"));
        all.add("our seed, libtorrent HYBRID by uTP alone", this::libtorrentDownloadsByUtp);
        all.add("our leech, libtorrent HYBRID by uTP alone", this::weDownloadByUtp);
        all.add("our seed, aria2", this::aria2Downloads);
        all.add("our leech, aria2", this::weDownloadFromAria2);
        all.add("our seed, transmission", this::transmissionDownloads);
        all.add("our leech, transmission", this::weDownloadFromTransmission);
        all.add("our seed, rtorrent", this::rtorrentDownloads);
        all.add("our leech, rtorrent", this::weDownloadFromRtorrent);
        return all.tests();
    }

    private void libtorrentDownloads(Form form) throws Exception {
        try (Cell cell = new Cell()) {
            int port = cell.seed(cell.request(form));
            try (StockClient leech =
                    StockClient.libtorrentLeech(cell.theirs, cell.torrent(form), "127.0.0.1:" + port)) {
                leech.awaitEnd();
            }
            cell.assertTheirsIsExact();
        }
    }

    private void libtorrentDownloadsByTheCompanion() throws Exception {
        try (Cell cell = new Cell()) {
            int port = cell.seed(cell.withCompanion());
            try (StockClient leech =
                    StockClient.libtorrentLeech(cell.theirs, cell.torrent(Form.V1), "127.0.0.1:" + port)) {
                leech.awaitEnd();
            }
            cell.assertTheirsIsExact();
        }
    }

    private void weDownload(Form form, String mode) throws Exception {
        try (Cell cell = new Cell()) {
            cell.sample.fill(cell.theirs);
            try (StockClient seed = StockClient.libtorrentSeed(cell.theirs, cell.torrent(form), mode)) {
                cell.download(cell.request(form), seed);
            }
        }
    }

    private void libtorrentDownloadsByUtp() throws Exception {
        try (Cell cell = new Cell()) {
            int port = cell.seed(cell.request(Form.HYBRID));
            try (StockClient leech = StockClient.libtorrentLeech(
                    cell.theirs, cell.torrent(Form.HYBRID), "127.0.0.1:" + port, "checked+utp")) {
                leech.awaitEnd();
            }
            cell.assertTheirsIsExact();
        }
    }

    private void weDownloadByUtp() throws Exception {
        try (Cell cell = new Cell()) {
            cell.sample.fill(cell.theirs);
            try (StockClient seed =
                    StockClient.libtorrentSeed(cell.theirs, cell.torrent(Form.HYBRID), "seed_mode+utp")) {
                // Its TCP port takes calls all the same, and hangs up.
                Overlay leech = cell.sample.engine(OverlaySettings.LOOPBACK.withUtp(UtpUse.FIRST));
                cell.download(cell.request(Form.HYBRID), seed, leech);
            }
        }
    }

    private void aria2Downloads() throws Exception {
        try (Cell cell = new Cell();
                StockClient leech = StockClient.aria2(cell.theirs, cell.torrent(Form.V1), StockClient.Role.LEECH)) {
            cell.seedTo(leech);
            leech.awaitEnd();
            cell.assertTheirsIsExact();
        }
    }

    private void weDownloadFromAria2() throws Exception {
        try (Cell cell = new Cell()) {
            cell.sample.fill(cell.theirs);
            try (StockClient seed = StockClient.aria2(cell.theirs, cell.torrent(Form.V1), StockClient.Role.SEED)) {
                cell.download(cell.withCompanion(), seed);
            }
        }
    }

    private void transmissionDownloads() throws Exception {
        try (Cell cell = new Cell();
                StockClient leech = StockClient.transmission(cell.theirs, cell.torrent(Form.V1))) {
            cell.seedTo(leech);
            leech.awaitFile(cell.theirs.resolve("track.bin"), cell.sample.content());
        }
    }

    private void weDownloadFromTransmission() throws Exception {
        try (Cell cell = new Cell()) {
            cell.sample.fill(cell.theirs);
            try (StockClient seed = StockClient.transmission(cell.theirs, cell.torrent(Form.V1))) {
                cell.download(cell.request(Form.V1), seed);
            }
        }
    }

    private void rtorrentDownloads() throws Exception {
        try (Cell cell = new Cell();
                StockClient leech = StockClient.rtorrent(cell.theirs, cell.trackedTorrent())) {
            cell.seedTo(leech);
            leech.awaitFile(cell.theirs.resolve("track.bin"), cell.sample.content());
        }
    }

    private void weDownloadFromRtorrent() throws Exception {
        try (Cell cell = new Cell()) {
            cell.sample.fill(cell.theirs);
            try (StockClient seed = StockClient.rtorrent(cell.theirs, cell.trackedTorrent())) {
                cell.download(cell.request(Form.V1), seed);
            }
        }
    }
}
