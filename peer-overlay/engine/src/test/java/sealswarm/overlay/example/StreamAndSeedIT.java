package sealswarm.overlay.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.edge.TrialEdge;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.origin.SampleTrack;

/** The example of docs/library.md is this code, short, and does what it says. */
class StreamAndSeedIT {
    private static final Path ROOT = Path.of(System.getProperty("sealswarm.root", "../.."));
    private static final int MAX_LINES = 40;
    private static final int BLOCK = 16_384;

    @TempDir
    Path directory;

    @Test
    void streamsARangeAndSeedsWhatItHas() throws Exception {
        SampleTrack sample = SampleTrack.of(71, 20 * BLOCK + 77);
        try (TrialEdge edge = TrialEdge.start(directory.resolve("edge"));
                SampleSwarm swarm = new SampleSwarm(BLOCK, BLOCK)) {
            edge.publish(sample);
            Metainfo metainfo = Metainfo.parse(
                    edge.get("/host/" + sample.swarmId() + ".torrent").body());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Overlay engine =
                    StreamAndSeed.run(swarm.vertx(), metainfo, directory.resolve("data"), 3L * BLOCK, 9L * BLOCK, out);
            assertArrayEquals(sample.data(3 * BLOCK, 9 * BLOCK), out.toByteArray());

            OverlayTrack leech = SampleSwarm.await(
                    swarm.engine().open(TrackRequest.of(sample.metainfo(), directory.resolve("leech"))));
            leech.addPeers(List.of(SampleSwarm.address(engine)));
            SampleSwarm.await(leech.whenComplete());
            SampleSwarm.await(engine.close());
        }
        assertArrayEquals(
                sample.data(),
                Files.readAllBytes(
                        directory.resolve("leech").resolve(sample.metainfo().name())));
    }

    @Test
    void thePageShowsTheCodeThatRuns() throws Exception {
        String source = Files.readString(
                ROOT.resolve("peer-overlay/engine/src/test/java/sealswarm/overlay/example/StreamAndSeed.java"));
        String page = Files.readString(ROOT.resolve("docs/library.md"));
        String shown =
                page.substring(page.indexOf("```java\n") + 8, page.indexOf("```\n", page.indexOf("```java\n") + 8));
        String body = source.substring(source.indexOf("import io."));
        assertEquals(body, shown);
        assertTrue(
                Arrays.stream(body.split("\n", -1))
                                .filter(line -> !line.isBlank())
                                .count()
                        < MAX_LINES,
                body);
    }
}
