package sealswarm.overlay.hostile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.SampleSwarm.Form;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.hostile.Misdeed.Fate;
import sealswarm.overlay.membership.SampleMember;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TrustDomain;

/** Hostile members on real sockets, beside an honest one that gets the track from the same seed and acknowledges it. */
class HostileMemberIT {
    static final PeerSigningKey VICTIM = SampleMember.key(1);

    @TempDir
    Path directory;

    @Test
    void everyForgerIsGoneAndTheHonestMembersAcksAreKept() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (SampleSwarm sample = new SampleSwarm(Scene.SIZE, Scene.PIECE)) {
            sample.fill(directory.resolve("seed"));
            Overlay engine = sample.engine();
            OverlayTrack seed = member(engine, sample, "seed", VICTIM);
            Scene scene = new Scene(sample, Form.HYBRID, engine.port(), address -> {});
            try (Crowd crowd = new Crowd(scene, threads)) {
                crowd.misbehave(MemberMisdeeds.all());
                OverlayTrack honest = member(sample.engine(), sample, "honest", SampleMember.key(2));
                honest.addPeers(java.util.List.of(SampleSwarm.address(engine)));
                SampleSwarm.await(honest.whenComplete());
                crowd.assertGone(EnumSet.of(Fate.GONE));
                crowd.assertKept();
                SampleSwarm.await(honest.close());
            }
            assertTrue(SampleSwarm.await(seed.heldAcks()) >= 1);
            assertEquals(0, SampleSwarm.await(seed.progress()).totals().bans());
            SampleSwarm.await(seed.close());
        } finally {
            threads.shutdownNow();
        }
        assertArrayEquals(
                Files.readAllBytes(directory.resolve("seed/track.bin")),
                Files.readAllBytes(directory.resolve("honest/track.bin")));
        assertTrue(Files.exists(directory.resolve("seed/track.bin.acks")), "no edge has judged them");
    }

    private OverlayTrack member(Overlay engine, SampleSwarm sample, String name, PeerSigningKey key) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        OverlayTrack track =
                SampleSwarm.await(engine.open(TrackRequest.of(sample.metainfo(Form.HYBRID), directory.resolve(name))
                        .withPeerKey(key)));
        SwarmId swarmId =
                new SwarmId(sample.metainfo(Form.HYBRID).infoHashes().swarmId().hex());
        SampleSwarm.await(
                track.certified(SampleMember.certificate(key, swarmId, TrustDomain.USER, now), SampleMember.EDGES));
        return track;
    }
}
