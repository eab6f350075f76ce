package sealswarm.player.cli;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import sealswarm.console.Console;
import sealswarm.console.exit.Refusal;
import sealswarm.format.key.TitleId;
import sealswarm.license.client.LicenseApi;
import sealswarm.license.client.StoredLogin;
import sealswarm.license.device.DeviceCertificate;
import sealswarm.license.device.DeviceKeys;
import sealswarm.license.device.DeviceRequest.Use;
import sealswarm.license.key.ServerKeys;
import sealswarm.license.message.Grants.Grant;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.SwarmLinks;
import sealswarm.overlay.swarm.SwarmSettings;
import sealswarm.player.acquisition.EdgeFiles;
import sealswarm.player.acquisition.EdgeJoin;
import sealswarm.player.acquisition.LicenseDesk;
import sealswarm.player.acquisition.LicensedTitle;
import sealswarm.player.acquisition.TitleStage;
import sealswarm.player.acquisition.TrackDesk;
import sealswarm.player.acquisition.TrackKeys;
import sealswarm.player.acquisition.TrafficDesk;
import sealswarm.player.cache.PlayerHome;
import sealswarm.player.cache.Positions;
import sealswarm.player.cache.TrafficTotals;
import sealswarm.player.config.PlayerSettings;
import sealswarm.player.library.Library;
import sealswarm.player.login.DeviceStore;
import sealswarm.player.login.PinnedKeys;
import sealswarm.player.login.SignIn;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.receipt.CrashedPlay;
import sealswarm.player.receipt.PlayLog;
import sealswarm.player.validation.MonotonicMillis;
import sealswarm.player.validation.Validator;

/**
 * All that one play or fetch stands on: home, device, receipt log, license desk, swarm engine. Opened in order, closed in reverse
 * whatever happens. Belongs to the command's thread.
 */
final class Theatre implements AutoCloseable {
    private static final int WORKERS = 4;

    private final Console console;
    private final PlayerSettings settings;
    private final SecureRandom random;
    private final Closing closing = new Closing();
    private final MonotonicMillis monotonic = new SystemMonotonic();
    private final LicenseApi api;
    private final Library library;
    private final PlayerHome home;
    private final DeviceKeys device;
    private final Validator validator;
    private final PlayLog log;
    private final TrackKeys trackKeys;
    private final LicenseDesk licenses;
    private final Positions positions;
    private final TrafficTotals totals;

    /** Opens the signed-in buyer's home; the swarm engine starts with {@link #desk}. */
    Theatre(Console console, PlayerSettings settings, SignIn signIn, SecureRandom random) throws Exception {
        this.console = console;
        this.settings = settings;
        this.random = random;
        try {
            StoredLogin login = signIn.stored();
            PinnedKeys keys = signIn.pinnedKeys();
            ServerKeys pinned = keys.current();
            Path data = PlayerCommand.data(console, settings);
            this.api = signIn.api();
            this.library = new Library(PlayerHome.library(data, pinned.iss(), login.account()));
            this.home = closing.add(PlayerHome.open(data, pinned.iss(), login.account()));
            DeviceStore store = new DeviceStore(home, random);
            this.device = closing.add(store.keys());
            DeviceCertificate certificate = keys.following(() -> certificate(store, keys.current(), login.account()));
            this.validator = Validator.open(
                    device, keys, home.deviceState(), random, console.streams().clock(), monotonic);
            this.log = closing.add(PlayLog.open(home.receiptLog(), device.deviceId(), certificate.epoch()));
            CrashedPlay.close(log);
            this.trackKeys = closing.add(TrackKeys.open(home.peerSecret(), random));
            this.licenses = new LicenseDesk(api, keys, home, device, trackKeys, validator, log, random);
            this.positions = Positions.open(home.positions());
            closing.add(positions::save);
            this.totals = TrafficTotals.open(home.trafficTotals());
            closing.add(totals::save);
        } catch (Exception e) {
            closing.close();
            throw e;
        }
    }

    private DeviceCertificate certificate(DeviceStore store, ServerKeys pinned, String account)
            throws IOException, InterruptedException {
        Optional<DeviceCertificate> kept = store.certificate(pinned);
        return kept.isPresent()
                ? kept.get()
                : store.enrol(
                        api,
                        pinned,
                        device,
                        account,
                        "player",
                        console.streams().clock().instant());
    }

    /** The title, under a fresh license, or under the kept one where the server cannot be reached. */
    LicensedTitle title(String name, Use use) throws Exception {
        try {
            Optional<Grant> grant = Library.find(library.fetch(api), name);
            return licenses.obtain(grant.orElseThrow(() -> unknown(name)), use);
        } catch (IOException e) {
            List<Grant> known = library.kept();
            TitleId title = Library.find(known, name).map(Grant::titleId).orElseThrow(() -> unknown(name)
                    .causedBy(e));
            Optional<LicensedTitle> kept = licenses.kept(title);
            if (kept.isEmpty()) {
                throw e;
            }
            console.warn("the server cannot be reached; the license that is kept is used");
            return kept.get();
        }
    }

    private static Refusal unknown(String name) {
        return Refusal.denied(
                "no-grant",
                "you hold nothing called '" + name + "'",
                "sealswarm library shows what you hold; the shop sells the rest");
    }

    /** A running engine and what opens tracks of the title in it. */
    record Hall(Vertx vertx, WorkerExecutor workers, TrackDesk desk, TrafficDesk traffic, EdgeFiles edge) {}

    /** Starts the swarm engine for a title. */
    Hall desk(LicensedTitle title, PeerChoice choice) throws Exception {
        Vertx vertx = Vertx.vertx();
        closing.add(() -> PlayerCommand.await(vertx.close()));
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("player", WORKERS);
        Overlay overlay = engine(vertx, choice);
        closing.add(() -> PlayerCommand.await(overlay.close()));
        EdgeFiles edge = closing.add(new EdgeFiles(vertx));
        TrackDesk desk = new TrackDesk(
                new TrackDesk.Tools(
                        overlay,
                        edge,
                        home,
                        device,
                        trackKeys,
                        new EdgeJoin(new SwarmLinks(vertx, random)),
                        workers,
                        SwarmSettings.DEFAULTS),
                title,
                choice);
        closing.add(() -> PlayerCommand.await(desk.close()));
        TrafficDesk traffic =
                new TrafficDesk(new TrafficDesk.Tools(desk, monotonic, totals, workers), title, settings.traffic());
        return new Hall(vertx, workers, desk, traffic, edge);
    }

    private Overlay engine(Vertx vertx, PeerChoice choice) throws Exception {
        OverlaySettings listen = OverlaySettings.LOOPBACK.listeningOn(settings.peerHost(), settings.peerPort());
        try {
            // Without peers there is no socket that anybody could call, until the buyer chooses otherwise.
            return PlayerCommand.await(
                    choice.usesPeers()
                            ? Overlay.start(vertx, listen, random)
                            : Overlay.startSilent(vertx, listen, random));
        } catch (BindException e) {
            throw Refusal.failure(
                            "port-in-use",
                            "cannot listen for peers on " + settings.peerHost() + ":" + settings.peerPort(),
                            "another --peer-port, or stop the other process")
                    .causedBy(e);
        }
    }

    /** The title as the page shows it. */
    TitleStage stage(LicensedTitle title, Hall hall, Optional<PeerChoice> asked) {
        return new TitleStage(
                title,
                hall.desk(),
                new TitleStage.Tools(validator, log, positions, hall.workers(), random, hall.edge(), hall.traffic()),
                asked);
    }

    /** The buyer's choice about peers: set, kept, or asked for; empty where nobody can be asked yet. */
    Optional<PeerChoice> choice() throws IOException {
        if (settings.peers() != PlayerSettings.PeerSetting.ASK) {
            return PeerChoice.of(settings.peers().text());
        }
        return positions.consent().flatMap(PeerChoice::of);
    }

    LicenseDesk licenses() {
        return licenses;
    }

    PlayLog log() {
        return log;
    }

    Positions positions() {
        return positions;
    }

    Validator validator() {
        return validator;
    }

    MonotonicMillis monotonic() {
        return monotonic;
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
