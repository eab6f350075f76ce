package sealswarm.player.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.Overlay;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.OverlayTrack;
import sealswarm.overlay.TrackRequest;
import sealswarm.overlay.swarm.PeerAddress;
import sealswarm.player.SamplePlay;
import sealswarm.player.cache.TrafficTotals;
import sealswarm.player.cache.TrafficTotals.Amounts;
import sealswarm.player.playback.PeerChoice;
import sealswarm.player.playback.Stage.Reader;
import sealswarm.player.playback.TrafficRules;
import sealswarm.player.playback.TrafficRules.Restraint;

/** When a player serves others, by the buyer's choice: real engines on loopback, the test's clock. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // made before each test
class SharingIT {
    private static final int SIZE = 400_000;
    private static final long TRICKLE = 1_024;

    @TempDir
    Path work;

    private SamplePlay play;
    private Overlay stranger;

    @BeforeEach
    void openStranger() {
        play = new SamplePlay(work, SIZE);
        stranger = SamplePlay.await(Overlay.start(play.vertx, OverlaySettings.LOOPBACK, new SplittableRandom(7)));
    }

    @AfterEach
    void close() {
        SamplePlay.await(stranger.close());
        play.crash();
        play.close();
    }

    /** The player has the whole track and is its only source from now on. */
    private void begin(PeerChoice choice) {
        play.start(play.license(SamplePlay.rights(), 900), Optional.of(choice));
        SamplePlay.await(SamplePlay.await(play.desk.open(SamplePlay.HD)).swarm().whenComplete());
        play.stopSeed();
    }

    private OverlayTrack leech(String folder) {
        OverlayTrack track = SamplePlay.await(stranger.open(TrackRequest.of(play.metainfo(), work.resolve(folder))));
        track.addPeers(List.of(PeerAddress.of("127.0.0.1", play.overlay.port())));
        return track;
    }

    private static void assertGetsNothing(OverlayTrack leech) throws InterruptedException {
        for (int i = 0; i < 100 && SamplePlay.await(leech.progress()).peers() == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertEquals(1, SamplePlay.await(leech.progress()).peers());
        // Time enough for all of it, were it served.
        TimeUnit.MILLISECONDS.sleep(700);
        assertEquals(0, SamplePlay.await(leech.progress()).heldBytes());
    }

    @Test
    void whoSharesWhilePlayingServesNobodyBeforeAndAfter() throws Exception {
        begin(PeerChoice.SHARE);
        OverlayTrack first = leech("first");
        assertGetsNothing(first);
        play.stage.sent(SamplePlay.HD, Reader.PAGE, 0, 16_384);
        SamplePlay.await(first.whenComplete());
        SamplePlay.await(first.close());
        play.pass(TrafficDesk.IDLE_MILLIS / 1_000);
        SamplePlay.await(play.stage.tick());
        OverlayTrack second = leech("second");
        assertGetsNothing(second);
        play.stage.sent(SamplePlay.HD, Reader.PAGE, 16_384, 16_384);
        SamplePlay.await(second.whenComplete());
    }

    @Test
    void whoSharesAlwaysServesWhileNothingPlays() {
        begin(PeerChoice.ALWAYS);
        SamplePlay.await(leech("first").whenComplete());
        assertTrue(play.log.entries().isEmpty(), "nothing was played");
    }

    @Test
    void pauseAndMeteredLineStopServingAtOnceAndTakenBackItGoesOn() throws Exception {
        begin(PeerChoice.ALWAYS);
        play.stage.follow(rules(Restraint.PAUSED));
        OverlayTrack leech = leech("paused");
        assertGetsNothing(leech);
        play.stage.follow(rules(Restraint.METERED));
        assertEquals("nobody is served: metered line", serving());
        play.stage.follow(rules());
        assertEquals("peers are served", serving());
        SamplePlay.await(leech.whenComplete());
    }

    @Test
    void whoGivesOnlyIdleServesUntilSomethingIsAskedFor() throws Exception {
        begin(PeerChoice.ALWAYS);
        play.stage.follow(rules(Restraint.IDLE_ONLY));
        SamplePlay.await(leech("idle").whenComplete());
        SamplePlay.await(play.stage.session(SamplePlay.HD));
        assertEquals("nobody is served while something plays", serving());
        play.pass(TrafficDesk.IDLE_MILLIS / 1_000);
        SamplePlay.await(play.stage.tick());
        assertEquals("peers are served", serving());
    }

    @Test
    void totalsAreKeptOverACrashAndCountEveryByteOnce() throws Exception {
        begin(PeerChoice.ALWAYS);
        SamplePlay.await(leech("first").whenComplete());
        SamplePlay.await(play.stage.tick());
        SamplePlay.await(play.stage.consent(PeerChoice.EDGE_ONLY));
        SamplePlay.await(play.stage.tick());
        Amounts before = TrafficTotals.open(play.home.trafficTotals()).all();
        assertEquals(SIZE, before.fromPeers());
        assertEquals(0, before.fromCache(), "what this run has fetched is not from the cache");
        assertTrue(before.toPeers() >= SIZE, before.toString());
        play.crash();
        play.start(play.license(SamplePlay.rights(), 900), Optional.of(PeerChoice.EDGE_ONLY));
        SamplePlay.await(play.desk.open(SamplePlay.HD));
        SamplePlay.await(play.stage.tick());
        Amounts after = TrafficTotals.open(play.home.trafficTotals()).all();
        assertEquals(new Amounts(before.toPeers(), SIZE, 0, SIZE), after);
    }

    @Test
    void limitsSlowALeechAndAPlayThatAreUnderWayAndTakenBackBothComeToTheirEnd() throws Exception {
        play.start(play.license(SamplePlay.rights(), 900), Optional.of(PeerChoice.ALWAYS));
        play.stage.follow(new TrafficRules(TRICKLE, TRICKLE, Set.of()));
        OverlayTrack own = SamplePlay.await(play.desk.open(SamplePlay.HD)).swarm();
        assertComesSlowly(own);
        play.stage.follow(new TrafficRules(TRICKLE, 0, Set.of()));
        SamplePlay.await(own.whenComplete());
        play.stopSeed();
        OverlayTrack leech = leech("slow");
        assertComesSlowly(leech);
        play.stage.follow(rules());
        SamplePlay.await(leech.whenComplete());
    }

    private static void assertComesSlowly(OverlayTrack track) throws InterruptedException {
        // Time enough for all of it without a limit.
        TimeUnit.MILLISECONDS.sleep(700);
        long held = SamplePlay.await(track.progress()).heldBytes();
        assertTrue(held < SIZE / 2, "held " + held);
    }

    private static TrafficRules rules(Restraint... restraints) {
        return new TrafficRules(0, 0, Set.of(restraints));
    }

    private String serving() {
        return SamplePlay.await(play.stage.status()).getJsonObject("traffic").getString("serving");
    }
}
