package sealswarm.overlay.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.SampleSwarm;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.edge.TrialEdge;
import sealswarm.overlay.membership.EdgeDesk;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.origin.SampleTrack;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.Sharing;
import sealswarm.overlay.token.HostStatement;
import sealswarm.overlay.token.PeerKeyThumbprint;
import sealswarm.overlay.token.PeerPublicKey;
import sealswarm.overlay.token.PeerSigningKey;

/** A host beside a real edge, by a clock that is set forward. */
class HostIT {
    private static final SampleTrack TRACK = SampleTrack.of(51, 700_123);
    private static final SampleTrack OTHER = SampleTrack.of(52, 400_000);
    private static final HostLimits OPEN = new HostLimits(0, 0, Sharing.OPEN);
    private static final long AMPLE = 1L << 40;

    @TempDir
    Path directory;

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private Optional<TrialEdge> edge = Optional.empty();
    private Overlay engine;

    @BeforeEach
    void start() {
        edge = Optional.of(TrialEdge.start(directory.resolve("edge")));
        engine = SampleSwarm.await(Overlay.start(vertx, OverlaySettings.HOST, new SplittableRandom(3)));
    }

    @AfterEach
    void end() {
        SampleSwarm.await(engine.close());
        SampleSwarm.await(vertx.close());
        edge.ifPresent(TrialEdge::close);
    }

    private Instant now() {
        return Instant.now().plus(ahead.get());
    }

    private Future<Host> host(long budgetBytes) {
        HostSettings settings =
                new HostSettings(URI.create(edge.orElseThrow().url()), directory.resolve("host"), budgetBytes, OPEN);
        return Host.start(vertx, engine, settings, this::now, new SplittableRandom(4));
    }

    /** Waits for what a host says of itself. */
    private static HostStatus await(Host host, Predicate<HostStatus> wanted) throws Exception {
        HostStatus status = SampleSwarm.await(host.status());
        for (int i = 0; i < 1_200 && !wanted.test(status); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            status = SampleSwarm.await(host.status());
        }
        assertTrue(wanted.test(status), status.toString());
        return status;
    }

    private static boolean isWhole(HostStatus status, SampleTrack... tracks) {
        return status.tracks().size() == tracks.length
                && status.tracks().stream().allMatch(track -> track.heldBytes() == track.sizeBytes());
    }

    private Path held(SampleTrack track) {
        return directory.resolve("host/tracks").resolve(track.swarmId().hex());
    }

    private void fetchFromHost(SampleTrack track, Path into) throws Exception {
        Overlay leech = SampleSwarm.await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(5)));
        OverlayTrack opened = SampleSwarm.await(leech.open(TrackRequest.of(track.metainfo(), into)));
        opened.addPeers(List.of(PeerAddress.of("127.0.0.1", engine.port())));
        SampleSwarm.await(opened.whenComplete());
        SampleSwarm.await(leech.close());
        assertArrayEquals(
                track.data(), Files.readAllBytes(into.resolve(track.metainfo().name())));
    }

    @Test
    void holdsWhatIsOfferedWithTheShopsWordAndServesItWithoutTheEdge() throws Exception {
        edge.orElseThrow().publish(TRACK);
        edge.orElseThrow().publish(OTHER);
        Host host = SampleSwarm.await(host(AMPLE));
        await(host, status -> isWhole(status, TRACK, OTHER));
        String statement = Files.readString(held(TRACK).resolve("statement.txt"));
        PeerPublicKey pinned = new PeerPublicKey(
                Files.readString(directory.resolve("host/edge.key")).strip());
        HostStatement said = HostStatement.verified(statement, pinned).orElseThrow();
        assertEquals(TRACK.swarmId(), said.swarmId());
        assertEquals(edge.orElseThrow().url(), said.abuseContact());

        String url = edge.orElseThrow().url();
        edge.orElseThrow().close();
        edge = Optional.empty();
        fetchFromHost(TRACK, directory.resolve("leech"));
        long served = await(host, status -> status.servedBytes() >= TRACK.data().length)
                .servedBytes();
        assertEquals(served, SampleSwarm.await(host.close()).servedThisRunBytes());

        HostSettings settings = new HostSettings(URI.create(url), directory.resolve("host"), AMPLE, OPEN);
        Host again = SampleSwarm.await(Host.start(vertx, engine, settings, this::now, new SplittableRandom(4)));
        HostStatus status = await(
                again, each -> isWhole(each, TRACK, OTHER) && each.trouble().isPresent());
        assertEquals(served, status.servedBytes(), "earlier runs count");
        assertEquals(0, status.servedThisRunBytes());
        fetchFromHost(OTHER, directory.resolve("leech2"));
        SampleSwarm.await(again.close());
    }

    @Test
    void aWithdrawnTrackIsGoneWithinTheHourAndNoOther() throws Exception {
        edge.orElseThrow().publish(TRACK);
        edge.orElseThrow().publish(OTHER);
        Host host = SampleSwarm.await(host(AMPLE));
        await(host, status -> isWhole(status, TRACK, OTHER));
        assertEquals(204, edge.orElseThrow().withdraw(TRACK));
        ahead.set(Host.RECALL_EVERY.plusSeconds(1));
        await(
                host,
                status -> isWhole(status, OTHER)
                        && !Files.exists(held(TRACK))
                        && !Files.exists(directory
                                .resolve("host/gone")
                                .resolve(TRACK.swarmId().hex())));
        assertTrue(Files.exists(held(OTHER)));
        assertTrue(Host.RECALL_EVERY.compareTo(Duration.ofHours(1)) < 0);
        SampleSwarm.await(host.close());
    }

    @Test
    void membersAcknowledgeWhatTheHostGaveThem() throws Exception {
        edge.orElseThrow().publish(TRACK);
        Host host = SampleSwarm.await(host(AMPLE));
        HostStatus whole = await(host, status -> isWhole(status, TRACK));
        PeerSigningKey key = PeerSigningKey.ofSeed(new byte[PeerSigningKey.SEED_BYTES]);
        Metainfo metainfo = Metainfo.parse(edge.orElseThrow()
                .get("/host/" + TRACK.swarmId() + ".torrent?key="
                        + PeerKeyThumbprint.ofKey(key.publicKey()).hex())
                .body());
        Overlay leech = SampleSwarm.await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(5)));
        TrackRequest request =
                TrackRequest.of(metainfo, directory.resolve("leech")).withPeerKey(key);
        OverlayTrack member = SampleSwarm.await(leech.open(request));
        member.enrol(EdgeDesk.at(
                        vertx,
                        metainfo.links().trackers().get(0),
                        Set.of(new PeerPublicKey(metainfo.links().edgeKeys().get(0))),
                        key,
                        InstantSource.system(),
                        new SplittableRandom(6))
                .orElseThrow());
        member.addPeers(List.of(PeerAddress.of("127.0.0.1", engine.port())));
        SampleSwarm.await(member.whenComplete());
        SampleSwarm.await(leech.close());
        HostStatus credited = await(host, status -> status.heldAcks() > 0);
        assertEquals(whole.publicKey(), credited.publicKey());
        SampleSwarm.await(host.close());
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(directory.resolve("host/host.key")));
    }

    @Test
    void theLimitsFileHoldsWhileItRunsAndNonsenseInItChangesNothing() throws Exception {
        edge.orElseThrow().publish(TRACK);
        Path limits = directory.resolve("host/limits");
        Host host = SampleSwarm.await(host(AMPLE));
        await(host, status -> isWhole(status, TRACK));
        Files.writeString(limits, "sharing: paused\nupload-limit: 300K\n");
        await(host, status -> status.limits().equals(new HostLimits(300 << 10, 0, Sharing.PAUSED)));
        edge.orElseThrow().publish(OTHER);
        Overlay leech = SampleSwarm.await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(5)));
        OverlayTrack asking =
                SampleSwarm.await(leech.open(TrackRequest.of(TRACK.metainfo(), directory.resolve("leech"))));
        asking.addPeers(List.of(PeerAddress.of("127.0.0.1", engine.port())));
        await(host, status -> status.peers() > 0);
        Files.writeString(limits, "sharing: sometimes\n");
        HostStatus confused = await(host, status -> status.trouble().isPresent());
        assertEquals(
                "limits file: line 1: sharing is open or paused, not 'sometimes'",
                confused.trouble().orElseThrow());
        assertEquals(Sharing.PAUSED, confused.limits().sharing());
        assertEquals(0, confused.servedBytes(), "nobody is served meanwhile");
        assertTrue(isWhole(confused, TRACK), "nothing is taken in meanwhile");
        Files.delete(limits);
        SampleSwarm.await(asking.whenComplete());
        await(host, status -> isWhole(status, TRACK, OTHER) && status.limits().equals(OPEN));
        SampleSwarm.await(leech.close());
        SampleSwarm.await(host.close());
    }

    @Test
    void lessDiskMeansFewerTracks() throws Exception {
        edge.orElseThrow().publish(TRACK);
        long one = HeldTrack.costBytes(TRACK.data().length);
        Host host = SampleSwarm.await(host(one));
        await(host, status -> isWhole(status, TRACK));
        edge.orElseThrow().publish(OTHER);
        SampleSwarm.await(host.close());
        Host smaller = SampleSwarm.await(host(HeldTrack.costBytes(OTHER.data().length)));
        await(
                smaller,
                status -> isWhole(status, OTHER)
                        && status.tracks().get(0).swarmId().equals(OTHER.swarmId()));
        SampleSwarm.await(smaller.close());
    }

    @Test
    void anotherEdgesPapersAreRefusedOnceOneIsKnown() throws Exception {
        edge.orElseThrow().publish(TRACK);
        Host host = SampleSwarm.await(host(AMPLE));
        await(host, status -> isWhole(status, TRACK));
        edge.orElseThrow().close();
        edge = Optional.of(TrialEdge.start(directory.resolve("other-edge")));
        edge.orElseThrow().publish(TRACK);
        edge.orElseThrow().publish(OTHER);
        SampleSwarm.await(host.close());
        Host confronted = SampleSwarm.await(host(AMPLE));
        HostStatus status = await(confronted, each -> !each.refused().isEmpty());
        String reason = status.refused().getOrDefault(OTHER.swarmId(), "");
        assertTrue(reason.contains("does not name the edge's key"), status.toString());
        assertTrue(isWhole(await(confronted, each -> isWhole(each, TRACK)), TRACK));
        SampleSwarm.await(confronted.close());
    }

    @Test
    void oneDirectoryIsForOneHost() throws IOException {
        Host host = SampleSwarm.await(host(AMPLE));
        Throwable refused = assertThrows(AssertionError.class, () -> SampleSwarm.await(host(AMPLE)));
        assertTrue(String.valueOf(refused.getMessage()).contains("used by another host"), refused.toString());
        SampleSwarm.await(host.close());
    }
}
