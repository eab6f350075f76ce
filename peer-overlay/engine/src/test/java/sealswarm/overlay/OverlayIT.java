package sealswarm.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.overlay.stream.MediaRangeReader;
import sealswarm.overlay.stream.StreamChunk;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.overlay.transport.UtpUse;
import sealswarm.trial.LoopbackPort;

class OverlayIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(SampleSwarm.Form.class)
    void aSeedFeedsALeech(SampleSwarm.Form form) throws Exception {
        try (SampleSwarm sample = new SampleSwarm(5_000_000, 65_536)) {
            sample.fill(directory.resolve("seed"));
            Overlay seeder = sample.engine();
            OverlayTrack seed =
                    SampleSwarm.await(seeder.open(TrackRequest.of(sample.metainfo(form), directory.resolve("seed"))));
            SampleSwarm.await(seed.whenComplete());
            OverlayTrack leech = SampleSwarm.await(
                    sample.engine().open(TrackRequest.of(sample.metainfo(form), directory.resolve("leech"))));
            leech.addPeers(List.of(SampleSwarm.address(seeder)));
            SampleSwarm.await(leech.whenComplete());
            TrackProgress progress = SampleSwarm.await(leech.progress());
            assertEquals(
                    5_000_000, progress.totals().fromPeers() - progress.totals().redundant());
            assertEquals(0, progress.totals().hashFailures());
            SampleSwarm.await(leech.close());
            assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("leech/track.bin")));
        }
    }

    @Test
    void aSeedFeedsALeechByUtpAmidDatagramsOfStrangers() throws Exception {
        try (SampleSwarm sample = new SampleSwarm(5_000_000, 65_536)) {
            sample.fill(directory.resolve("seed"));
            Overlay seeder = sample.engine(OverlaySettings.LOOPBACK.withUtp(UtpUse.ONLY));
            SampleSwarm.await(
                    seeder.open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("seed"))));
            OverlayTrack leech = SampleSwarm.await(sample.engine(OverlaySettings.LOOPBACK.withUtp(UtpUse.ONLY))
                    .open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("leech"))));
            spray(seeder.port(), 2_000);
            leech.addPeers(List.of(SampleSwarm.address(seeder)));
            spray(seeder.port(), 2_000);
            SampleSwarm.await(leech.whenComplete());
            assertFalse(LoopbackPort.takesCalls(seeder.port()), "TCP is not spoken");
            assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("leech/track.bin")));
        }
    }

    /** Datagrams that are no packets, or packets of no connection, or calls that are never followed up. */
    private static void spray(int port, int count) throws Exception {
        SplittableRandom random = new SplittableRandom(port);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                if (bytes.length > 0) {
                    bytes[0] = (byte) (random.nextInt(5) << 4 | 1);
                }
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,65536", "16384,65536", "16385,16384", "65536,65536", "65537,65536", "262143,65536", "40000,32768"})
    void everyLengthArrives(int size, int pieceLength) throws Exception {
        try (SampleSwarm sample = new SampleSwarm(size, pieceLength)) {
            sample.fill(directory.resolve("seed"));
            Overlay seeder = sample.engine();
            SampleSwarm.await(
                    seeder.open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("seed"))));
            OverlayTrack leech = SampleSwarm.await(sample.engine()
                    .open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("leech"))));
            leech.addPeers(List.of(SampleSwarm.address(seeder)));
            SampleSwarm.await(leech.whenComplete());
            assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("leech/track.bin")));
        }
    }

    @Test
    void severalLeechesSwarmAmongThemselves() throws Exception {
        int size = 8_000_000;
        try (SampleSwarm sample = new SampleSwarm(size, 65_536)) {
            sample.fill(directory.resolve("seed"));
            Overlay seeder = sample.engine();
            // A seed without a limit can feed all of them before they have met.
            OverlayTrack seed = SampleSwarm.await(
                    seeder.open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("seed"))
                            .withSettings(SwarmSettings.DEFAULTS.withLimits(size / 2, 0))));
            List<Overlay> engines = new ArrayList<>(List.of(seeder));
            List<OverlayTrack> leeches = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Overlay engine = sample.engine();
                OverlayTrack leech = SampleSwarm.await(engine.open(
                        TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("leech" + i))));
                leech.addPeers(engines.stream().map(SampleSwarm::address).toList());
                engines.add(engine);
                leeches.add(leech);
            }
            for (OverlayTrack leech : leeches) {
                SampleSwarm.await(leech.whenComplete());
            }
            long fromSeed = SampleSwarm.await(seed.progress()).totals().uploaded();
            assertTrue(fromSeed < 3L * size, () -> "the seed sent " + fromSeed);
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("leech" + i + "/track.bin")));
            }
        }
    }

    @Test
    void aCompanionPeerAndAHybridPeerShareOneStore() throws Exception {
        try (SampleSwarm sample = new SampleSwarm(3_000_000, 65_536)) {
            sample.fill(directory.resolve("seed"));
            Overlay seeder = sample.engine();
            SampleSwarm.await(
                    seeder.open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("seed"))
                            .withCompanion(sample.metainfo(SampleSwarm.Form.V1))));
            OverlayTrack v1 = SampleSwarm.await(sample.engine()
                    .open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.V1), directory.resolve("v1"))));
            v1.addPeers(List.of(SampleSwarm.address(seeder)));
            SampleSwarm.await(v1.whenComplete());
            assertArrayEquals(sample.content(), Files.readAllBytes(directory.resolve("v1/track.bin")));
        }
    }

    @Test
    void readersGetVerifiedBytesInOrderWhileTheDownloadRuns() throws Exception {
        try (SampleSwarm sample = new SampleSwarm(8_000_000, 262_144)) {
            sample.fill(directory.resolve("seed"));
            Overlay seeder = sample.engine();
            SampleSwarm.await(
                    seeder.open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("seed"))));
            OverlayTrack leech = SampleSwarm.await(sample.engine()
                    .open(TrackRequest.of(sample.metainfo(SampleSwarm.Form.HYBRID), directory.resolve("leech"))));
            MediaRangeReader tail = SampleSwarm.await(leech.stream(7_900_000, 8_000_000, 625_000));
            MediaRangeReader head = SampleSwarm.await(leech.stream(100_000, 4_000_000, 625_000));
            leech.addPeers(List.of(SampleSwarm.address(seeder)));
            assertRange(sample.content(), tail, 7_900_000, 8_000_000);
            assertRange(sample.content(), head, 100_000, 4_000_000);
        }
    }

    @Test
    void aSilentEngineTakesNoCallsUntilItListens() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Overlay engine =
                    SampleSwarm.await(Overlay.startSilent(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(3)));
            assertEquals(0, engine.port());
            SampleSwarm.await(engine.listen());
            int port = engine.port();
            assertTrue(LoopbackPort.takesCalls(port));
            SampleSwarm.await(engine.listen());
            assertEquals(port, engine.port());
            SampleSwarm.await(engine.stopListening());
            assertEquals(0, engine.port());
            // The system closes the socket a moment after the event loop has let it go.
            for (int i = 0; i < 500 && LoopbackPort.takesCalls(port); i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertFalse(LoopbackPort.takesCalls(port));
            SampleSwarm.await(engine.listen());
            assertTrue(LoopbackPort.takesCalls(engine.port()));
            SampleSwarm.await(engine.close());
        } finally {
            SampleSwarm.await(vertx.close());
        }
    }

    private static void assertRange(byte[] content, MediaRangeReader reader, int from, int end) {
        int start = from / 16_384 * 16_384;
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (Optional<StreamChunk> chunk = SampleSwarm.await(reader.next());
                chunk.isPresent();
                chunk = SampleSwarm.await(reader.next())) {
            assertEquals(start + read.size(), chunk.get().offset());
            byte[] bytes = new byte[chunk.get().data().length()];
            chunk.get().data().copyTo(bytes, 0);
            read.writeBytes(bytes);
        }
        int readEnd = start + read.size();
        assertTrue(readEnd >= end && readEnd < end + 16_384, () -> "read up to " + readEnd);
        assertArrayEquals(Arrays.copyOfRange(content, start, readEnd), read.toByteArray());
        reader.close();
    }
}
