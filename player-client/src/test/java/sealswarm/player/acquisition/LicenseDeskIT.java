package sealswarm.player.acquisition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.format.SealedPackage;
import sealswarm.format.disk.PrivateFile;
import sealswarm.format.key.TrackId;
import sealswarm.format.key.TrackSalt;
import sealswarm.format.manifest.SealedKeys;
import sealswarm.format.vectors.SamplePackage;
import sealswarm.license.LicenseRefusal;
import sealswarm.license.client.AccessTokens;
import sealswarm.license.client.ApiRefusal;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.key.StudioKey;
import sealswarm.license.message.Grants.Grant;
import sealswarm.license.message.Grants.GrantRequest;
import sealswarm.license.message.Offer;
import sealswarm.license.message.Titles.TitleRegistration;
import sealswarm.license.money.Money;
import sealswarm.license.problem.ProblemType;
import sealswarm.license.receipt.PlayEntry.Reason;
import sealswarm.license.server.SampleShop;
import sealswarm.license.wire.SignedJson;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.metainfo.Metainfo;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.player.SamplePlay;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.cache.Positions;
import sealswarm.player.cache.TrafficTotals;
import sealswarm.player.library.Library;
import sealswarm.player.login.DeviceStore;
import sealswarm.player.login.PinnedKeys;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.PlainReader;
import sealswarm.player.playback.PlaySession;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.receipt.PlayLog;
import sealswarm.player.validation.Validator;

/** The player's side of a purchase against the real license server over HTTP: license, play, receipts, renewal, offline. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // made before all or before each test
class LicenseDeskIT {
    private static final TrackId HD = new TrackId("hd");
    private static final int SIZE = 700_000;

    @TempDir
    static Path shared;

    private static SampleShop shop;
    private static SamplePackage studio;
    private static SealedPackage sealed;
    private static Offer offer;

    @TempDir
    Path work;

    private final SecureRandom random = new SecureRandom();
    private PlayerHome home;
    private DeviceKeys device;
    private TrackKeys trackKeys;
    private Validator validator;
    private PlayLog log;

    @BeforeAll
    static void publish() throws Exception {
        shop = new SampleShop();
        studio = new SamplePackage();
        sealed = studio.pack(shared.resolve("film.pkg"), new TreeMap<>(Map.of("hd", SamplePackage.noise(9, SIZE))));
        LicenseApi api = shop.api("studio:" + SamplePackage.STUDIO);
        api.putStudioKey(
                SamplePackage.STUDIO,
                StudioKey.sign(SamplePackage.STUDIO, SampleShop.whole(shop.now()), studio.studioKey()));
        TreeMap<TrackId, TrackSalt> salts = new TreeMap<>(Map.of(HD, SamplePackage.salt(HD)));
        var keys = SealedKeys.seal(
                studio.titleKey(),
                salts,
                studio.studioKey(),
                Map.of(SealedKeys.Recipient.LICENSE_SERVER, shop.keys().sealingKey()));
        api.register(
                SamplePackage.TITLE, 1, new TitleRegistration(SignedJson.of(sealed.envelope()), SignedJson.of(keys)));
        offer = Offer.own(
                "own",
                1,
                List.of(new Offer.OfferTitle(SamplePackage.TITLE, List.of(HD))),
                Money.of("EUR", 999),
                SampleShop.whole(shop.now()).minusSeconds(10));
        shop.api("service:storefront").putOffer(offer);
    }

    @AfterAll
    static void closeShop() {
        studio.close();
        shop.close();
    }

    @BeforeEach
    void openHome() throws Exception {
        home = PlayerHome.open(work, shop.keys().iss(), "alice");
        device = new DeviceStore(home, random).keys();
        trackKeys = TrackKeys.open(home.peerSecret(), random);
        validator = Validator.open(
                device, PinnedKeys.fixed(shop.keys()), home.deviceState(), random, shop.clock(), () -> shop.now()
                        .toEpochMilli());
    }

    @AfterEach
    void closeHome() throws IOException {
        if (log != null) {
            log.close();
        }
        device.close();
        trackKeys.close();
        home.close();
    }

    @Test
    void buysPlaysReportsOnceAndRenews() throws Exception {
        Grant grant = enrolledWithGrant("alice", "order-1");
        LicenseDesk desk = desk(shop.api("buyer:alice"));
        LicensedTitle title = desk.obtain(grant, Use.STREAM);
        assertEquals(
                List.of(HD), title.media().stream().map(track -> track.id()).toList());
        assertArrayEquals(SamplePackage.noise(9, SIZE), played(title));
        assertEquals(2, log.pending());
        assertEquals(2, desk.uploadReceipts().acknowledged());
        assertEquals(0, log.pending());
        assertEquals(0, desk.uploadReceipts().acknowledged());
        LicensedTitle renewed = desk.renew(title);
        assertEquals(2, renewed.license().terms().revision());
        desk.stop(renewed.license());
    }

    @Test
    void keptLicenseOpensWithoutTheServerAndReceiptsWait() throws Exception {
        Grant grant = enrolledWithGrant("alice", "order-2");
        desk(shop.api("buyer:alice")).obtain(grant, Use.OFFLINE);
        LicenseDesk offline = desk(new LicenseApi(
                URI.create("http://127.0.0.1:1"),
                LicenseApi.newHttpClient(),
                AccessTokens.fixed("buyer:alice"),
                Duration.ofSeconds(2)));
        assertThrows(IOException.class, () -> offline.obtain(grant, Use.OFFLINE));
        LicensedTitle kept = offline.kept(SamplePackage.TITLE).orElseThrow();
        assertArrayEquals(SamplePackage.noise(9, SIZE), played(kept));
        assertThrows(IOException.class, offline::uploadReceipts);
        assertEquals(2, log.pending());
        assertEquals(2, desk(shop.api("buyer:alice")).uploadReceipts().acknowledged());
    }

    @Test
    void tamperedKeptLicenseIsRefused() throws Exception {
        Grant grant = enrolledWithGrant("alice", "order-3");
        LicenseDesk desk = desk(shop.api("buyer:alice"));
        desk.obtain(grant, Use.OFFLINE);
        PrivateFile file = home.license(SamplePackage.TITLE);
        String text = new String(file.read().orElseThrow(), StandardCharsets.UTF_8);
        int at = text.indexOf("\"payload\":\"", text.indexOf("\"license\"")) + 200;
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        file.write((text.substring(0, at) + other + text.substring(at + 1)).getBytes(StandardCharsets.UTF_8));
        LicenseRefusal refusal = assertThrows(LicenseRefusal.class, () -> desk.kept(SamplePackage.TITLE));
        assertTrue(
                refusal.problem() == ProblemType.BAD_SIGNATURE || refusal.problem() == ProblemType.MALFORMED,
                refusal.problem().code());
    }

    @Test
    void strangerHoldsNothingAndIsRefusedBySomeoneElsesGrant() throws Exception {
        Grant grant = enrolledWithGrant("alice", "order-4");
        LicenseDesk stranger = desk(shop.api("buyer:mallory"));
        assertEquals(Optional.empty(), Library.find(shop.api("buyer:mallory").allGrants(Map.of(), 10), "demo-film"));
        ApiRefusal refusal = assertThrows(ApiRefusal.class, () -> stranger.obtain(grant, Use.STREAM));
        assertTrue(refusal.problem().type().status() == 404
                || refusal.problem().type().status() == 403);
        assertFalse(Files.exists(home.license(SamplePackage.TITLE).path()));
    }

    private Grant enrolledWithGrant(String buyer, String order) throws Exception {
        LicenseApi api = shop.api("buyer:" + buyer);
        var certificate = new DeviceStore(home, random)
                .enrol(api, shop.keys(), device, buyer, "test", SampleShop.whole(shop.now()));
        log = PlayLog.open(home.receiptLog(), device.deviceId(), certificate.epoch());
        shop.api("service:storefront")
                .grant(order, new GrantRequest(order, 0, buyer, offer.offerId(), 1, SamplePackage.TITLE, "DE"));
        return Library.find(api.allGrants(Map.of(), 10), "demo film").orElseThrow();
    }

    private LicenseDesk desk(LicenseApi api) {
        return new LicenseDesk(api, PinnedKeys.fixed(shop.keys()), home, device, trackKeys, validator, log, random);
    }

    /** Plays the whole track out of a real swarm, as the page would, and ends the play. */
    private byte[] played(LicensedTitle title) throws Exception {
        Vertx vertx = Vertx.vertx();
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("desk-test", 2);
        Overlay seeder = SamplePlay.await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(1)));
        Overlay engine = SamplePlay.await(Overlay.start(vertx, OverlaySettings.LOOPBACK, new SplittableRandom(2)));
        byte[] torrent = Files.readAllBytes(sealed.layout().torrent(HD));
        new PrivateFile(
                        home.directory()
                                .resolve("metainfo")
                                .resolve("demo-film")
                                .resolve(sealed.manifest().tracks().get(0).fileName() + ".torrent"),
                        Metainfo.MAX_BYTES)
                .write(torrent);
        try (EdgeFiles edge = new EdgeFiles(vertx)) {
            SamplePlay.await(seeder.open(
                    TrackRequest.of(Metainfo.parse(torrent), sealed.layout().dataDirectory())));
            TrackDesk tracks = new TrackDesk(
                    new TrackDesk.Tools(
                            engine,
                            edge,
                            home,
                            device,
                            trackKeys,
                            (request, track, access, port, choice) ->
                                    track.addPeers(List.of(PeerAddress.of("127.0.0.1", seeder.port()))),
                            workers,
                            SwarmSettings.DEFAULTS),
                    title,
                    PeerChoice.SHARE);
            TitleStage stage = new TitleStage(
                    title,
                    tracks,
                    new TitleStage.Tools(
                            validator,
                            log,
                            Positions.open(home.positions()),
                            workers,
                            random,
                            edge,
                            new TrafficDesk(
                                    new TrafficDesk.Tools(
                                            tracks,
                                            validator::monotonicMillis,
                                            TrafficTotals.open(home.trafficTotals()),
                                            workers),
                                    title,
                                    new TrafficRules(0, 0, java.util.Set.of()))),
                    Optional.of(PeerChoice.SHARE));
            PlaySession session = SamplePlay.await(stage.session(HD));
            assertEquals(new PlaySession.Gate.Open(), SamplePlay.await(session.enter()));
            Buffer all = Buffer.buffer();
            try (PlainReader reader = SamplePlay.await(session.track().read(0, SIZE))) {
                for (Optional<Buffer> next = SamplePlay.await(reader.next());
                        next.isPresent();
                        next = SamplePlay.await(reader.next())) {
                    all.appendBuffer(next.get());
                }
            }
            SamplePlay.await(stage.endSessions(Reason.END));
            SamplePlay.await(tracks.close());
            return all.getBytes();
        } finally {
            SamplePlay.await(engine.close());
            SamplePlay.await(seeder.close());
            SamplePlay.await(vertx.close());
        }
    }
}
