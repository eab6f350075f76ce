package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Cells;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.StockClient;
import sealswarm.overlay.StockClient.AtTheEnd;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.TrackProgress;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.metainfo.MetainfoLinks;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.token.TokenKind;

/** Stock clients and our own get a published track from an edge, knowing nothing but the personalised metainfo. */
class EdgeInteropIT {
    private static final int SIZE = 2_000_321;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private TrialEdge edge;
    private int cells;

    /** What of the metainfo's links a client is given. */
    private enum Links {
        ALL,
        TRACKER,
        WEB_SEED
    }

    @BeforeEach
    void start() {
        edge = TrialEdge.start(directory.resolve("edge"));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    /** A track of its own on the edge, so that no client helps another. */
    private final class Cell {
        final SampleTrack track;
        final Path folder;

        Cell() throws IOException {
            int number = next();
            this.track = SampleTrack.of(11 + number, SIZE);
            this.folder = Files.createDirectory(directory.resolve("cell" + number));
            edge.publish(track);
        }

        Path target(String client) {
            return folder.resolve(client);
        }

        void assertExact(String client) throws IOException {
            assertArrayEquals(track.data(), Files.readAllBytes(file(client)));
        }

        Path file(String client) {
            return target(client).resolve(track.metainfo().name());
        }

        Path hybrid(Links links) throws Exception {
            return torrent(served(".torrent"), links, ".torrent");
        }

        Path companion(Links links) throws Exception {
            return torrent(served(".v1.torrent"), links, ".v1.torrent");
        }

        /** The same bytes under a name that no tracker of ours knows. */
        Path v2Only() throws Exception {
            // libtorrent takes a v2-only torrent for a folder of one file, and adds the name to the address.
            List<String> webSeeds = Metainfo.parse(served(".torrent")).links().webSeeds().stream()
                    .map(url -> url.substring(0, url.lastIndexOf('/') + 1))
                    .toList();
            byte[] linked = Metainfo.parse(track.v2Only())
                    .withLinks(new MetainfoLinks(List.of(), webSeeds, Optional.empty(), List.of()));
            return Files.write(folder.resolve("given.v2.torrent"), linked);
        }

        private byte[] served(String suffix) {
            return edge.get("/webseed/" + TrialEdge.token(track, TokenKind.WEBSEED) + "/"
                            + track.metainfo().name() + suffix)
                    .body();
        }

        private Path torrent(byte[] served, Links links, String suffix) throws MetainfoException, IOException {
            Metainfo metainfo = Metainfo.parse(served);
            MetainfoLinks all = metainfo.links();
            byte[] given =
                    switch (links) {
                        case ALL -> served;
                        case TRACKER ->
                            metainfo.withLinks(
                                    new MetainfoLinks(all.trackers(), List.of(), Optional.empty(), all.edgeKeys()));
                        case WEB_SEED ->
                            metainfo.withLinks(
                                    new MetainfoLinks(List.of(), all.webSeeds(), Optional.empty(), List.of()));
                    };
            return Files.write(folder.resolve("given" + suffix), given);
        }
    }

    private synchronized int next() {
        return cells++;
    }

    @TestFactory
    Stream<DynamicTest> everyClientByTrackerAndPeersByWebSeedAloneAndAsItIsServed() {
        Cells all = new Cells();
        for (Links links : Links.values()) {
            all.add("libtorrent HYBRID " + links, cell(cell -> libtorrent(cell, cell.hybrid(links))));
            all.add("libtorrent V1 " + links, cell(cell -> libtorrent(cell, cell.companion(links))));
            all.add("aria2 " + links, cell(cell -> aria2(cell, links)));
        }
        all.add("transmission TRACKER", cell(this::transmissionByTracker));
        all.add("transmission WEB_SEED", cell(cell -> transmission(cell, Links.WEB_SEED)));
        all.add("transmission ALL", cell(cell -> transmission(cell, Links.ALL)));
        // An edge holds hybrids with companions only: a v2-only torrent has no swarm there. rtorrent takes no web
        // seeds.
        all.add("libtorrent V2 WEB_SEED", cell(cell -> libtorrent(cell, cell.v2Only())));
        all.add("rtorrent TRACKER", cell(cell -> rtorrent(cell, Links.TRACKER)));
        all.add("rtorrent ALL", cell(cell -> rtorrent(cell, Links.ALL)));
        return all.tests();
    }

    private interface Served {
        void await() throws Exception;
    }

    private interface Body {
        void run(Cell cell) throws Exception;
    }

    private Executable cell(Body body) {
        return () -> body.run(new Cell());
    }

    private static void libtorrent(Cell cell, Path torrent) throws Exception {
        try (StockClient client = StockClient.libtorrentFollow(cell.target("client"), torrent, AtTheEnd.END)) {
            client.awaitEnd();
        }
        cell.assertExact("client");
    }

    private static void aria2(Cell cell, Links links) throws Exception {
        try (StockClient client =
                StockClient.aria2(cell.target("client"), cell.companion(links), StockClient.Role.LEECH)) {
            client.awaitEnd();
        }
        cell.assertExact("client");
    }

    private static void transmission(Cell cell, Links links) throws Exception {
        try (StockClient client = StockClient.transmission(cell.target("client"), cell.companion(links))) {
            client.awaitFile(cell.file("client"), cell.track.data());
        }
    }

    /** Transmission calls no address of loopback: the tracker has to name it to a peer of ours, which calls it. */
    private void transmissionByTracker(Cell cell) throws Exception {
        try (StockClient client = StockClient.transmission(cell.target("client"), cell.companion(Links.TRACKER))) {
            awaitLeech(cell);
            ours(
                    cell,
                    cell.hybrid(Links.TRACKER),
                    List.of(),
                    () -> client.awaitFile(cell.file("client"), cell.track.data()));
        }
    }

    private void awaitLeech(Cell cell) throws InterruptedException {
        String swarm = "/ops/swarms/" + cell.track.swarmId();
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            String told = new String(
                    edge.get(swarm, "Authorization", "Bearer " + TrialEdge.opsToken())
                            .body(),
                    StandardCharsets.UTF_8);
            if (told.contains("\"leechers\":1")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the tracker never heard of the client");
    }

    private static void rtorrent(Cell cell, Links links) throws Exception {
        try (StockClient client = StockClient.rtorrent(cell.target("client"), cell.companion(links))) {
            client.awaitFile(cell.file("client"), cell.track.data());
        }
    }

    @Test
    void allClientsInOneSwarmCompleteAndSeedOursWhenTheEdgeIsGone() throws Exception {
        Cell cell = new Cell();
        Path hybrid = cell.hybrid(Links.TRACKER);
        Path companion = cell.companion(Links.TRACKER);
        List<StockClient> clients = new ArrayList<>();
        try {
            clients.add(StockClient.libtorrentFollow(cell.target("libtorrent"), hybrid, AtTheEnd.STAY));
            clients.add(StockClient.libtorrentFollow(cell.target("libtorrent1"), companion, AtTheEnd.STAY));
            clients.add(StockClient.aria2(cell.target("aria2"), companion, StockClient.Role.SEED));
            clients.add(StockClient.transmission(cell.target("transmission"), companion));
            clients.add(StockClient.rtorrent(cell.target("rtorrent"), companion));
            List<String> names = List.of("libtorrent", "libtorrent1", "aria2", "transmission", "rtorrent");
            for (int i = 0; i < names.size(); i++) {
                clients.get(i).awaitFile(cell.file(names.get(i)), cell.track.data());
            }
            edge.close();
            TrackProgress end = ours(
                    cell,
                    Files.write(cell.folder.resolve("bare.torrent"), cell.track.hybrid()),
                    clients.stream()
                            .map(client -> PeerAddress.of("127.0.0.1", client.port()))
                            .toList());
            assertEquals(0, end.totals().fromSources());
            assertEquals(0, end.totals().bans());
        } finally {
            clients.forEach(StockClient::close);
        }
    }

    @Test
    void ourPeerCompletesByTrackerAndPeersTakingNothingFromTheWebSeed() throws Exception {
        Cell cell = new Cell();
        TrackProgress end = ours(cell, cell.hybrid(Links.TRACKER), List.of());
        assertEquals(SIZE, end.totals().fromPeers());
        assertEquals(0, end.totals().fromSources());
        edge.close();
        String log = Files.readString(
                directory.resolve("edge").resolve("delivery").resolve(cell.track.swarmId() + ".ndjson"));
        assertTrue(log.contains("\"source\":\"edge-peer\",\"bytes\":" + SIZE), log);
    }

    @Test
    void ourPeerCompletesByWebSeedAlone() throws Exception {
        Cell cell = new Cell();
        TrackProgress end = ours(cell, cell.hybrid(Links.WEB_SEED), List.of());
        assertEquals(0, end.totals().fromPeers());
        assertEquals(SIZE, end.totals().fromSources());
    }

    @Test
    void ourPeerCompletesFromTheMetainfoAsItIsServed() throws Exception {
        Cell cell = new Cell();
        assertEquals(0, ours(cell, cell.hybrid(Links.ALL), List.of()).totals().hashFailures());
    }

    private static TrackProgress ours(Cell cell, Path torrent, List<PeerAddress> peers) throws Exception {
        return ours(cell, torrent, peers, () -> {});
    }

    /** Our peer, which stays until {@code served} has ended. */
    private static TrackProgress ours(Cell cell, Path torrent, List<PeerAddress> peers, Served served)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Overlay overlay = Overlay.start(vertx, OverlaySettings.LOOPBACK, new SecureRandom())
                    .await(30, TimeUnit.SECONDS);
            Metainfo metainfo = Metainfo.parse(Files.readAllBytes(torrent));
            TrackRequest request = TrackRequest.of(metainfo, cell.target("ours"))
                    .withCompanion(Metainfo.parse(cell.track.companion()));
            OverlayTrack track = overlay.open(request).await(30, TimeUnit.SECONDS);
            track.addPeers(peers);
            new SwarmLinks(vertx, new SecureRandom()).follow(request, track, overlay.port(), metainfo.links());
            track.whenComplete().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            served.await();
            TrackProgress end = track.progress().await(30, TimeUnit.SECONDS);
            overlay.close().await(30, TimeUnit.SECONDS);
            cell.assertExact("ours");
            return end;
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }
}
