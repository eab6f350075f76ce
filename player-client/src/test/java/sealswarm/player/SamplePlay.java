package sealswarm.player;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.envelope.Envelope;
import sealswarm.format.key.TrackId;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.LicenseTerms;
import sealswarm.license.SampleLicense;
import sealswarm.license.message.Licenses.InfoHashes;
import sealswarm.license.message.Licenses.SwarmAccess;
import sealswarm.license.rights.Limit;
import sealswarm.license.rights.Rental;
import sealswarm.license.rights.Rights;
import sealswarm.license.rights.SampleRights;
import sealswarm.license.rights.Until;
import sealswarm.license.rights.Window;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.metainfo.MetainfoException;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.player.acquisition.EdgeFiles;
import sealswarm.player.acquisition.LicensedTitle;
import sealswarm.player.acquisition.TitleStage;
import sealswarm.player.acquisition.TrackDesk;
import sealswarm.player.acquisition.TrackKeys;
import sealswarm.player.acquisition.TrafficDesk;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.cache.Positions;
import sealswarm.player.cache.TrafficTotals;
import sealswarm.player.login.PinnedKeys;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.receipt.PlayLog;
import sealswarm.player.validation.MonotonicMillis;
import sealswarm.player.validation.Validator;

/**
 * A packed title, a seed of it on loopback, a license made here, and a player over it: real engines, real keys, no server. The
 * player part may be stopped and started again on the same home. The clock is the test's.
 */
@SuppressWarnings("NullAway.Init") // home to edge are those of the running player: start() makes them
public final class SamplePlay implements AutoCloseable {
    public static final TrackId HD = new TrackId("hd");
    private static final long PATIENCE_SECONDS = 60;

    public final Vertx vertx = Vertx.vertx();
    public final WorkerExecutor workers = vertx.createSharedWorkerExecutor("player-test", 4);
    public final SamplePackage studio = new SamplePackage();
    public final SampleLicense shop = new SampleLicense();
    public final SealedPackage sealed;
    public final byte[] plain;
    public volatile Instant wall = SampleLicense.NOW;
    private final Path work;
    private final Overlay seeder;
    private OverlayTrack seed;
    private boolean seeding = true;
    private int homes;
    private final AtomicLong monotonic = new AtomicLong(1_000);

    public PlayerHome home;
    public PlayLog log;
    public Validator validator;
    public Overlay overlay;
    public TrackDesk desk;
    public TitleStage stage;
    private EdgeFiles edge;

    /** A title of one track of {@code size} bytes, and its seed. */
    public SamplePlay(Path work, int size) {
        this.work = work;
        this.plain = SamplePackage.noise(3, size);
        try {
            this.sealed = studio.pack(work.resolve("film.pkg"), new TreeMap<>(java.util.Map.of("hd", plain)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.seeder = await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(1)));
        this.seed = openSeed();
    }

    private OverlayTrack openSeed() {
        OverlayTrack opened =
                await(seeder.open(TrackRequest.of(metainfo(), sealed.layout().dataDirectory())));
        await(opened.whenComplete());
        return opened;
    }

    /** The same title and seed for another test: an empty home, the clocks at their beginning. */
    public void afresh() {
        homes++;
        wall = SampleLicense.NOW;
        monotonic.set(1_000);
        if (!seeding) {
            seed = openSeed();
            seeding = true;
        }
    }

    /** The track's hybrid metainfo, as the package has it. */
    public Metainfo metainfo() {
        try {
            return Metainfo.parse(Files.readAllBytes(sealed.layout().torrent(HD)));
        } catch (IOException | MetainfoException e) {
            throw new IllegalStateException(e);
        }
    }

    public MonotonicMillis clock() {
        return monotonic::get;
    }

    /** Both clocks go on. */
    public void pass(long seconds) {
        wall = wall.plusSeconds(seconds);
        monotonic.addAndGet(seconds * 1_000);
    }

    /** Rights on the one track. */
    public static Rights rights() {
        Rights two = SampleRights.with(new Window(SampleRights.START, Until.UNLIMITED), Rental.NONE, Limit.UNLIMITED);
        var tree = two.tree();
        tree.putArray("tracks").add(HD.text());
        return Rights.read(tree);
    }

    /** A license for the device, with a lease of {@code leaseSeconds} from the start of the test's time. */
    public Envelope license(Rights rights, long leaseSeconds) {
        LicenseTerms terms = shop.terms(
                sealed.manifest().titleId(),
                studio.studioKey().verifyKey(),
                rights,
                Until.of(SampleLicense.NOW.plusSeconds(leaseSeconds)));
        return shop.issue(terms, studio.titleKey());
    }

    /** Starts a player with a lease of fifteen minutes that knows the seed. */
    public TitleStage start() {
        return start(license(rights(), 900), Optional.of(PeerChoice.SHARE));
    }

    public TitleStage start(Envelope license, Optional<PeerChoice> choice) {
        try {
            home = PlayerHome.open(homeOfTest(), SampleLicense.ISS, "subject-1");
            keepMetainfo();
            validator = Validator.open(
                    shop.device,
                    PinnedKeys.fixed(shop.serverKeys()),
                    home.deviceState(),
                    new SecureRandom(),
                    () -> wall,
                    clock());
            log = PlayLog.open(home.receiptLog(), shop.device.deviceId(), 1);
            overlay = await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(2)));
            edge = new EdgeFiles(vertx);
            var document = validator.learnKept(license);
            LicensedTitle title =
                    new LicensedTitle(document, validator.manifest(document, sealed.envelope()), List.of(access()));
            desk = new TrackDesk(
                    new TrackDesk.Tools(
                            overlay,
                            edge,
                            home,
                            shop.device,
                            TrackKeys.open(home.peerSecret(), new SecureRandom()),
                            (request, track, access, port, chosen) -> {
                                if (chosen.usesPeers()) {
                                    track.addPeers(List.of(PeerAddress.of("127.0.0.1", seeder.port())));
                                }
                            },
                            workers,
                            SwarmSettings.DEFAULTS),
                    title,
                    choice.orElse(PeerChoice.EDGE_ONLY));
            stage = new TitleStage(
                    title,
                    desk,
                    new TitleStage.Tools(
                            validator,
                            log,
                            Positions.open(home.positions()),
                            workers,
                            new SecureRandom(),
                            edge,
                            new TrafficDesk(
                                    new TrafficDesk.Tools(
                                            desk, clock(), TrafficTotals.open(home.trafficTotals()), workers),
                                    title,
                                    new TrafficRules(0, 0, java.util.Set.of()))),
                    choice);
            return stage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The edge is absent in these tests; the metainfo was kept by an earlier run. */
    private void keepMetainfo() throws IOException {
        new PrivateFile(
                        home.directory()
                                .resolve("metainfo")
                                .resolve(sealed.manifest().titleId().text())
                                .resolve(sealed.manifest().tracks().get(0).fileName() + ".torrent"),
                        Metainfo.MAX_BYTES)
                .write(Files.readAllBytes(sealed.layout().torrent(HD)));
    }

    private SwarmAccess access() {
        return new SwarmAccess(
                HD,
                new InfoHashes("0".repeat(64), "0".repeat(40), "0".repeat(40)),
                List.of(),
                List.of(),
                java.net.URI.create("http://127.0.0.1:1/none.leaves"),
                SampleLicense.NOW);
    }

    /** Where the player of this test keeps its files. */
    public Path homeOfTest() {
        return work.resolve("home-" + homes);
    }

    /** The seed goes: from now on nobody gives blocks. */
    public void stopSeed() {
        await(seed.close());
        seeding = false;
    }

    /** Stops the player as a crash would: nothing is ended or said. */
    public void crash() {
        try {
            await(desk.close());
            await(overlay.close());
            edge.close();
            log.close();
            home.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer: " + e, e);
        }
    }

    @Override
    public void close() {
        await(seeder.close());
        await(vertx.close());
        studio.close();
        shop.close();
    }
}
