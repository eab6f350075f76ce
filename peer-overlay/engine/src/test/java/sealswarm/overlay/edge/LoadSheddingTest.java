package sealswarm.overlay.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.EdgeToken;
import sealswarm.overlay.token.Pseudonym;
import sealswarm.overlay.token.SwarmId;
import sealswarm.overlay.token.TokenKind;
import sealswarm.overlay.token.TrustDomain;

class LoadSheddingTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));

    private static LoadShedding.Load bytes(long bytesPerSecond) {
        return new LoadShedding.Load(bytesPerSecond, 1_000_000, 1, 10_000);
    }

    @Test
    void newViewersAreShedFromNinetyPercentUntilBelowEighty() {
        LoadShedding shedding = new LoadShedding();
        shedding.measured(bytes(899_999));
        assertFalse(shedding.isShedding());
        shedding.measured(bytes(900_000));
        assertTrue(shedding.isShedding());
        shedding.measured(bytes(800_000));
        assertTrue(shedding.isShedding());
        shedding.measured(bytes(799_999));
        assertFalse(shedding.isShedding());
        shedding.measured(bytes(899_999));
        assertFalse(shedding.isShedding());
    }

    @Test
    void theLargerShareIsTheLoadAndWithoutALimitBytesAreNone() {
        assertEquals(900, new LoadShedding.Load(0, 1_000, 9_000, 10_000).permille());
        assertEquals(2_000, new LoadShedding.Load(2_000, 1_000, 1, 10_000).permille());
        assertEquals(0, new LoadShedding.Load(Long.MAX_VALUE, 0, 0, 10_000).permille());
    }

    @Test
    void siblingsWithRoomComeEmptiestFirstAndWhoIsFullOrSilentDoesNotCome() {
        Instant stale = NOW.minus(LoadShedding.FRESH);
        List<LoadShedding.Heard> heard = List.of(
                new LoadShedding.Heard(0, 799, NOW),
                new LoadShedding.Heard(1, 800, NOW),
                new LoadShedding.Heard(2, 0, stale),
                new LoadShedding.Heard(3, 100, stale.plusMillis(1)),
                new LoadShedding.Heard(4, 100, NOW));
        assertEquals(List.of(3, 4, 0), LoadShedding.withRoom(heard, NOW));
        assertEquals(List.of(), LoadShedding.withRoom(List.of(), NOW));
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        RollingRate meter = new RollingRate();
        meter.sample(0, 0);
        assertEquals(0, meter.bytesPerSecond());
        for (int second = 1; second <= RollingRate.WINDOW_SAMPLES; second++) {
            meter.sample(second * 1_000L, second * 5_000L);
        }
        assertEquals(5_000, meter.bytesPerSecond());
        for (int second = 1; second <= RollingRate.WINDOW_SAMPLES; second++) {
            meter.sample((RollingRate.WINDOW_SAMPLES + second) * 1_000L, RollingRate.WINDOW_SAMPLES * 5_000L);
        }
        assertEquals(0, meter.bytesPerSecond(), "within the window the load is gone");
        meter.sample(1, 0);
        assertEquals(0, meter.bytesPerSecond(), "a clock that was set back");
    }

    private static EdgeToken viewer(int number) {
        Pseudonym subject = new Pseudonym(String.format("%032x", number + 1));
        return EdgeToken.of(TokenKind.WEBSEED, TrustDomain.USER, SWARM, subject, NOW.getEpochSecond() + 60);
    }

    @Test
    void aViewerIsServedUntilTenMinutesOfSilenceAndTheLongestSilentAreForgottenFirst() {
        Viewers viewers = new Viewers();
        viewers.served(viewer(0), NOW);
        assertTrue(viewers.isServed(viewer(0), NOW.plus(Viewers.REMEMBERED).minusMillis(1)));
        assertFalse(viewers.isServed(viewer(0), NOW.plus(Viewers.REMEMBERED)));
        assertFalse(viewers.isServed(viewer(1), NOW));
        viewers.served(viewer(1), NOW.plus(Viewers.REMEMBERED));
        assertEquals(1, viewers.count());
        Instant later = NOW.plus(Viewers.REMEMBERED);
        for (int i = 2; i <= Viewers.MAX_VIEWERS; i++) {
            viewers.served(viewer(i), later);
        }
        assertEquals(Viewers.MAX_VIEWERS, viewers.count());
        viewers.served(viewer(1), later);
        viewers.served(viewer(Viewers.MAX_VIEWERS + 1), later);
        assertEquals(Viewers.MAX_VIEWERS, viewers.count());
        assertTrue(viewers.isServed(viewer(1), later));
        assertFalse(viewers.isServed(viewer(2), later));
    }

    @Test
    void aSiblingsStateIsReadStrictly() {
        SiblingStatus state = new SiblingStatus(950, "192.0.2.1", 6881);
        assertEquals(
                Optional.of(state), parse("{\"loadPermille\":950,\"peerAddress\":\"192.0.2.1\",\"peerPort\":6881}"));
        assertEquals(6881, state.endpoint().port());
        for (String bad : List.of(
                "",
                "null",
                "{}",
                "{\"loadPermille\":-1,\"peerAddress\":\"192.0.2.1\",\"peerPort\":6881}",
                "{\"loadPermille\":100001,\"peerAddress\":\"192.0.2.1\",\"peerPort\":6881}",
                "{\"loadPermille\":1,\"peerAddress\":\"example.org\",\"peerPort\":6881}",
                "{\"loadPermille\":1,\"peerAddress\":\"999.1.1.1\",\"peerPort\":6881}",
                "{\"loadPermille\":1,\"peerAddress\":\"abc.de\",\"peerPort\":6881}",
                "{\"loadPermille\":1,\"peerAddress\":null,\"peerPort\":6881}",
                "{\"loadPermille\":1,\"peerAddress\":\"192.0.2.1\",\"peerPort\":0}",
                "{\"loadPermille\":1,\"peerAddress\":\"192.0.2.1\",\"peerPort\":65536}",
                "{\"loadPermille\":1,\"peerAddress\":\"192.0.2.1\",\"peerPort\":1,\"more\":1}")) {
            assertEquals(Optional.empty(), parse(bad), bad);
        }
    }

    private static Optional<SiblingStatus> parse(String json) {
        return SiblingStatus.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
