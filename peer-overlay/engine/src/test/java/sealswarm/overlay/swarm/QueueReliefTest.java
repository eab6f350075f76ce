package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.CoreBench.Answer;
import sealswarm.overlay.swarm.CoreBench.Checks;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.WireException;

class QueueReliefTest {
    private static final int SIZE = 2 * CoreBench.PIECE;

    private final CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);

    /** A seed that was asked for all there is and sends a block a second. */
    private CoreBench.Remote slowSeed() throws WireException {
        CoreBench.Remote slow = bench.join(Peer.Protocol.V1).seeds();
        for (int second = 0; second < 3; second++) {
            slow.answerNext(Answer.RIGHT);
            bench.pass(1_000);
        }
        assertEquals(8, slow.requests().size());
        return slow;
    }

    @Test
    void whoWouldIdleTakesFromTheEndOfALongQueue() throws WireException {
        CoreBench.Remote slow = slowSeed();
        CoreBench.Remote idle = bench.join(Peer.Protocol.V1).seeds();
        List<BlockRange> moved = idle.requests();
        assertFalse(moved.isEmpty());
        assertEquals(slow.requests().get(7), moved.get(0), "the last one first");
        assertEquals(
                moved,
                slow.all(PeerMessage.Kind.CANCEL).stream()
                        .map(message -> ((PeerMessage.Cancel) message).range())
                        .toList());
        idle.answerAll(Answer.RIGHT);
        slow.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertTrue(bench.disk.isExact());
    }

    @Test
    void aBlockThatCrossesItsCancelIsWelcomeAndTheOtherSourceIsSpared() throws WireException {
        CoreBench.Remote slow = slowSeed();
        CoreBench.Remote idle = bench.join(Peer.Protocol.V1).seeds();
        BlockRange crossing = idle.requests().get(0);
        slow.says(bench.block(crossing, Answer.RIGHT));
        assertEquals(0, bench.swarm.totals().redundant());
        assertTrue(idle.told.contains(new PeerMessage.Cancel(crossing)));
        idle.says(bench.block(crossing, Answer.RIGHT));
        assertEquals(crossing.length(), bench.swarm.totals().redundant());
    }

    @Test
    void aShortQueueIsLeftAlone() throws WireException {
        CoreBench.Remote quick = bench.join(Peer.Protocol.V1).seeds();
        for (int block = 0; block < 5; block++) {
            quick.answerNext(Answer.RIGHT);
        }
        bench.pass(100);
        CoreBench.Remote idle = bench.join(Peer.Protocol.V1).seeds();
        assertEquals(List.of(), idle.requests());
        assertEquals(List.of(), quick.all(PeerMessage.Kind.CANCEL));
    }

    @Test
    void bothQueuesEndUpEquallyLong() throws WireException {
        CoreBench.Remote slow = slowSeed();
        CoreBench.Remote idle = bench.join(Peer.Protocol.V1).seeds();
        int moved = idle.requests().size();
        assertTrue(moved >= 1 && moved <= 3, () -> moved + " of five");
        assertEquals(5 - moved, slow.peer.orElseThrow().askedCount());
    }
}
