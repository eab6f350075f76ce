package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sealswarm.overlay.OverlaySettings;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.CoreBench.Checks;
import sealswarm.overlay.wire.PeerMessage.Signal;
import sealswarm.overlay.wire.WireException;

/** The times that hostile peers are given, which other tests shorten. */
class PatienceTest {
    private static final long MINUTE_MILLIS = 60_000;

    @Test
    void theTimesAreThoseOfThePage() {
        assertEquals(new Patience(20_000, 120_000, 600_000), SwarmSettings.DEFAULTS.patience());
        assertEquals(10_000, OverlaySettings.LOOPBACK.handshakeMillis());
    }

    @Test
    void timesThatDoNotGrowAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Patience(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Patience(2, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Patience(1, 2, 1));
        assertEquals(1, new Patience(1, 1, 1).uselessMillis());
    }

    @Test
    void whoTalksAndIsOfNoUseIsDroppedAfterTenMinutes() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote idle = bench.join(Peer.Protocol.V1);
        CoreBench.Remote wanting = bench.join(Peer.Protocol.V1);
        wanting.says(Signal.INTERESTED);
        for (int i = 0; i < 9; i++) {
            bench.pass(MINUTE_MILLIS);
            idle.says(Signal.KEEP_ALIVE);
            wanting.says(Signal.KEEP_ALIVE);
        }
        assertFalse(idle.closed);
        bench.pass(MINUTE_MILLIS + 2_000);
        assertTrue(idle.closed);
        assertFalse(wanting.closed);
    }
}
