package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleHasher;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.sim.SimDisk;
import sealswarm.overlay.swarm.CoreBench.Answer;
import sealswarm.overlay.swarm.CoreBench.Checks;
import sealswarm.overlay.wire.BlockData;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;
import sealswarm.overlay.wire.WireException;

class SwarmTest {
    private static final int SIZE = 10 * CoreBench.PIECE + 20_000;

    @ParameterizedTest
    @EnumSource(Checks.class)
    void downloadsFromOneSeed(Checks checks) throws WireException {
        CoreBench bench = new CoreBench(SIZE, checks, SwarmSettings.DEFAULTS);
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        seed.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertTrue(bench.disk.isExact());
        assertEquals(SIZE, bench.swarm.totals().fromPeers());
        assertTrue(seed.closed, "two seeds have nothing to say");
    }

    @ParameterizedTest
    @EnumSource(Checks.class)
    void whatHasComeBeforeTheCloseIsCheckedAndWritten(Checks checks) throws WireException {
        CoreBench bench = new CoreBench(SIZE, checks, SwarmSettings.DEFAULTS);
        bench.hashLater();
        bench.join(Peer.Protocol.V1).seeds().answerAll(Answer.RIGHT);
        assertFalse(bench.disk.isExact());
        List<String> ended = new ArrayList<>();
        bench.swarm.close(() -> ended.add("closed"));
        assertEquals(List.of(), ended);
        bench.hashNow();
        assertEquals(List.of("closed"), ended);
        assertTrue(bench.disk.isExact());
    }

    @Test
    void aWrongBlockBansItsSenderAtOnceWhenLeavesAreKnown() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        for (int piece = 0; piece < bench.facts.layout().pieceCount(); piece++) {
            bench.disk.writeLeaves(bench.facts.firstLeaf(piece), bench.leaves(piece));
        }
        CoreBench.Remote honest = bench.join(Peer.Protocol.V2).seeds();
        CoreBench.Remote liar = bench.join(Peer.Protocol.V2).seeds();
        liar.answerNext(Answer.WRONG);
        assertTrue(liar.closed);
        assertFalse(honest.closed);
        assertEquals(1, bench.swarm.totals().bans());
        honest.answerAll(Answer.RIGHT);
        bench.pass(1_000);
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertEquals(1, bench.swarm.totals().bans());
        assertTrue(bench.disk.isExact());
    }

    @ParameterizedTest
    @EnumSource(Checks.class)
    void aWrongPieceOfOneSenderBansIt(Checks checks) throws WireException {
        CoreBench bench = new CoreBench(SIZE, checks, SwarmSettings.DEFAULTS);
        CoreBench.Remote liar = bench.join(Peer.Protocol.V1).seeds();
        liar.answerAll(Answer.WRONG);
        assertTrue(liar.closed);
        assertFalse(bench.swarm.isComplete());
        assertEquals(0, bench.disk.writes(), "nothing unchecked is written");
        CoreBench.Remote honest = bench.join(Peer.Protocol.V1).seeds();
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertEquals(1, bench.swarm.totals().bans());
    }

    @ParameterizedTest
    @EnumSource(Checks.class)
    void theLiarOfAMixedPieceIsFoundByComparison(Checks checks) throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, checks, SwarmSettings.DEFAULTS);
        CoreBench.Remote honest = bench.join(Peer.Protocol.V1);
        CoreBench.Remote liar = bench.join(Peer.Protocol.V1);
        honest.says(Signal.HAVE_ALL);
        liar.says(Signal.HAVE_ALL);
        liar.says(Signal.UNCHOKE);
        liar.answerNext(Answer.WRONG);
        liar.says(Signal.CHOKE);
        for (BlockRange range : liar.requests().subList(1, liar.requests().size())) {
            if (!liar.closed
                    && bench.swarm.totals().bans() == 0
                    && liar.peer.orElseThrow().asked().size() > 0) {
                liar.says(new PeerMessage.RejectRequest(range));
            }
        }
        honest.says(Signal.UNCHOKE);
        for (int i = 0; i < 3; i++) {
            honest.answerNext(Answer.RIGHT);
        }
        assertEquals(1, bench.swarm.totals().hashFailures(), () -> liar.told + " | " + honest.told);
        assertEquals(0, bench.swarm.totals().bans(), "nobody is blamed before it is certain");
        assertFalse(bench.swarm.isComplete());
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertTrue(liar.closed);
        assertEquals(1, bench.swarm.totals().bans());
    }

    @Test
    void leavesAreAskedOfV2PeersAndCheckedBeforeUse() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote peer = bench.join(Peer.Protocol.V2).seeds();
        peer.says(bench.hashes(hashRequests(peer).get(0)));
        assertFalse(peer.closed);
        while (hashRequests(peer).size() == 1) {
            assertTrue(peer.answerNext(Answer.RIGHT));
        }
        HashRequest second = hashRequests(peer).get(1);
        byte[] wrong = bench.hashes(second).hashes().packed();
        wrong[5] ^= 1;
        peer.says(new PeerMessage.Hashes(second, MerkleLayer.of(wrong)));
        assertTrue(peer.closed);
        assertEquals(1, bench.swarm.totals().bans());
    }

    @Test
    void leavesThatOnePeerRefusesOrForgesAreAskedOfOthersButNotOfAll() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        List<CoreBench.Remote> holders = new ArrayList<>();
        for (int i = 0; i < LeafBook.MAX_ASKED + 1; i++) {
            holders.add(bench.join(Peer.Protocol.V2));
            holders.get(i).says(Signal.HAVE_ALL);
        }
        holders.get(0).says(Signal.UNCHOKE);
        HashRequest range = hashRequests(holders.get(0)).get(0);
        holders.get(0).says(new PeerMessage.RejectHashes(range));
        assertEquals(List.of(range), hashRequests(holders.get(1)));
        byte[] wrong = bench.hashes(range).hashes().packed();
        wrong[5] ^= 1;
        holders.get(1).says(new PeerMessage.Hashes(range, MerkleLayer.of(wrong)));
        assertTrue(holders.get(1).closed);
        assertEquals(List.of(range), hashRequests(holders.get(2)));
        holders.get(2).says(new PeerMessage.RejectHashes(range));
        assertEquals(List.of(), hashRequests(holders.get(LeafBook.MAX_ASKED)), "then the piece is checked as a whole");
        holders.get(0).answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
    }

    @Test
    void whoIsSilentAboutLeavesIsNotWaitedForAndMayStillAnswer() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote silent = bench.join(Peer.Protocol.V2).seeds();
        HashRequest range = hashRequests(silent).get(0);
        CoreBench.Remote second = bench.join(Peer.Protocol.V2);
        second.says(Signal.HAVE_ALL);
        CoreBench.Remote third = bench.join(Peer.Protocol.V2);
        third.says(Signal.HAVE_ALL);
        bench.pass(1_000L * (LeafBook.ANSWER_SECONDS - 1));
        assertEquals(List.of(), hashRequests(second));
        bench.pass(2_000);
        assertEquals(List.of(range), hashRequests(second));
        assertEquals(List.of(), hashRequests(third), "the second has its time too");
        second.says(bench.hashes(range));
        silent.says(bench.hashes(range));
        assertFalse(silent.closed, "late is no lie");
        assertThrows(WireException.class, () -> silent.says(bench.hashes(range)), "but once is enough");
        bench.pass(1_000L * LeafBook.ANSWER_SECONDS + 1_000);
        assertEquals(List.of(), hashRequests(third), "the leaves are known");
    }

    @Test
    void aLateAnswerThatIsWrongIsALieAllTheSame() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote silent = bench.join(Peer.Protocol.V2).seeds();
        HashRequest range = hashRequests(silent).get(0);
        CoreBench.Remote second = bench.join(Peer.Protocol.V2);
        second.says(Signal.HAVE_ALL);
        bench.pass(1_000L * (LeafBook.ANSWER_SECONDS + 1));
        second.says(bench.hashes(range));
        byte[] wrong = bench.hashes(range).hashes().packed();
        wrong[5] ^= 1;
        silent.says(new PeerMessage.Hashes(range, MerkleLayer.of(wrong)));
        assertTrue(silent.closed);
        assertFalse(second.closed);
    }

    private static List<HashRequest> hashRequests(CoreBench.Remote peer) {
        return peer.all(PeerMessage.Kind.HASH_REQUEST).stream()
                .map(message -> ((PeerMessage.RequestHashes) message).range())
                .toList();
    }

    @Test
    void hashesNobodyAskedForAreABreach() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote peer = bench.join(Peer.Protocol.V2);
        HashRequest range = new HashRequest(MerkleHash.ZERO, 0, 0, 2, 0);
        assertThrows(WireException.class, () -> peer.says(new PeerMessage.Hashes(range, MerkleLayer.of(new byte[64]))));
        assertThrows(WireException.class, () -> peer.says(new PeerMessage.RejectHashes(range)));
    }

    @Test
    void aSeedAnswersHashRequestsWithProofsAndRejectsTheRest() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS, CoreBench.all(SIZE));
        for (int piece = 0; piece < bench.facts.layout().pieceCount(); piece++) {
            bench.disk.writeLeaves(bench.facts.firstLeaf(piece), bench.leaves(piece));
        }
        CoreBench.Remote peer = bench.join(Peer.Protocol.V2);
        MerkleHash root = bench.facts.root().orElseThrow();
        HashRequest leaves = new HashRequest(root, 0, 8, 4, 5);
        HashRequest pieces = new HashRequest(root, 2, 0, 16, 3);
        peer.says(new PeerMessage.RequestHashes(leaves), new PeerMessage.RequestHashes(pieces));
        for (PeerMessage message : peer.all(PeerMessage.Kind.HASHES)) {
            PeerMessage.Hashes hashes = (PeerMessage.Hashes) message;
            HashRequest.ProvenNode proven = hashes.range()
                    .prove(hashes.hashes(), bench.facts.leafCount(), new MerkleHasher())
                    .orElseThrow();
            assertEquals(bench.facts.tree().orElseThrow().root(), proven.hash());
        }
        assertEquals(2, peer.all(PeerMessage.Kind.HASHES).size());
        peer.says(
                new PeerMessage.RequestHashes(new HashRequest(MerkleHash.ZERO, 0, 8, 4, 5)),
                new PeerMessage.RequestHashes(new HashRequest(root, 0, 8, 3, 0)),
                new PeerMessage.RequestHashes(new HashRequest(root, 0, 0, 1_024, 0)));
        assertEquals(3, peer.all(PeerMessage.Kind.HASH_REJECT).size());
        for (int i = 0; i < HashService.MAX_PER_SECOND; i++) {
            peer.says(new PeerMessage.RequestHashes(leaves));
        }
        assertEquals(
                HashService.MAX_PER_SECOND, peer.all(PeerMessage.Kind.HASHES).size());
        assertFalse(peer.closed);
    }

    @Test
    void aFullDiskPausesAndRecovers() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        bench.disk.setSpace(SimDisk.Space.FULL);
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        seed.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isDiskFailing());
        assertFalse(bench.swarm.isComplete());
        int asked = seed.requests().size();
        bench.pass(20_000);
        seed.answerAll(Answer.RIGHT);
        assertEquals(asked, seed.requests().size(), "nothing is asked for while nothing can be written");
        bench.disk.setSpace(SimDisk.Space.FREE);
        bench.pass(BlockIntake.WRITE_RETRY_MILLIS + 2_000);
        seed.answerAll(Answer.RIGHT);
        assertFalse(bench.swarm.isDiskFailing());
        assertTrue(bench.swarm.isComplete());
        assertTrue(bench.disk.isExact());
        assertEquals(SIZE, bench.swarm.totals().fromPeers(), "nothing is fetched twice");
    }

    @Test
    void aSilentPeerLosesItsBlocksToAnotherAndIsDropped() throws WireException {
        CoreBench bench = new CoreBench(2 * CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote silent = bench.join(Peer.Protocol.V1).seeds();
        CoreBench.Remote honest = bench.join(Peer.Protocol.V1).seeds();
        honest.answerAll(Answer.RIGHT);
        bench.pass(Patience.DEFAULT.snubMillis() + 2_000);
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertEquals(0, bench.swarm.totals().bans());
        assertTrue(silent.closed);
    }

    @Test
    void whoServesUsAndNeverSendsABlockIsDroppedOnlyAfterItsTime() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote declining = bench.join(Peer.Protocol.V1).seeds();
        CoreBench.Remote slow = bench.join(Peer.Protocol.V1).seeds();
        for (BlockRange range : declining.requests()) {
            declining.says(new PeerMessage.RejectRequest(range));
        }
        bench.pass(Patience.DEFAULT.snubMillis() - 2_000);
        assertFalse(declining.closed);
        assertTrue(slow.answerNext(Answer.RIGHT));
        bench.pass(Patience.DEFAULT.snubMillis() + 2_000);
        assertTrue(declining.closed);
        assertFalse(slow.closed, "who has sent a block is asked for one at a time");
        assertEquals(0, bench.swarm.totals().bans());
    }

    @Test
    void whoChokesUsBeforeItsFirstBlockIsNotDroppedForIt() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote peer = bench.join(Peer.Protocol.V1).seeds();
        peer.says(Signal.CHOKE);
        for (BlockRange range : peer.requests()) {
            peer.says(new PeerMessage.RejectRequest(range));
        }
        bench.pass(Patience.DEFAULT.snubMillis() + 2_000);
        assertFalse(peer.closed);
    }

    @Test
    void aPieceOnParoleWhoseSourceLeavesWhileItIsCheckedCountsIfItIsRight() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_SHA1, SwarmSettings.DEFAULTS);
        CoreBench.Remote liar = bench.join(Peer.Protocol.V1).seeds();
        liar.answerAll(Answer.WRONG);
        CoreBench.Remote leaving = bench.join(Peer.Protocol.V1).seeds();
        bench.hashLater();
        leaving.answerAll(Answer.RIGHT);
        bench.swarm.left(leaving.peer.orElseThrow());
        assertFalse(bench.swarm.isComplete());
        bench.hashNow();
        assertTrue(bench.swarm.isComplete());
        assertTrue(bench.disk.isExact());
    }

    @Test
    void aPieceOnParoleWhoseSourceLeavesWhileItIsCheckedBeginsAfreshIfItIsWrong() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_SHA1, SwarmSettings.DEFAULTS);
        bench.join(Peer.Protocol.V1).seeds().answerAll(Answer.WRONG);
        CoreBench.Remote leaving = bench.join(Peer.Protocol.V1).seeds();
        bench.hashLater();
        leaving.answerAll(Answer.WRONG);
        bench.swarm.left(leaving.peer.orElseThrow());
        bench.hashNow();
        assertFalse(bench.swarm.isComplete());
        bench.join(Peer.Protocol.V1).seeds().answerAll(Answer.RIGHT);
        bench.hashNow();
        assertTrue(bench.swarm.isComplete());
        assertTrue(bench.disk.isExact());
    }

    @Test
    void peersThatSayNothingForTwoMinutesAreDropped() {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote silent = bench.join(Peer.Protocol.V1);
        bench.pass(Patience.DEFAULT.silenceMillis() - 2_000);
        assertFalse(silent.closed);
        assertTrue(silent.told.contains(Signal.KEEP_ALIVE));
        bench.pass(4_000);
        assertTrue(silent.closed);
        assertEquals(0, bench.swarm.peerCount());
    }

    @Test
    void atTheEndBlocksAreAskedOfTwoAndTheLoserIsCancelled() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote first = bench.join(Peer.Protocol.V1).seeds();
        CoreBench.Remote second = bench.join(Peer.Protocol.V1).seeds();
        CoreBench.Remote third = bench.join(Peer.Protocol.V1).seeds();
        CoreBench.Remote fourth = bench.join(Peer.Protocol.V1).seeds();
        bench.pass(500);
        assertEquals(4, first.requests().size());
        assertEquals(2, new HashSet<>(second.requests()).size());
        assertEquals(2, new HashSet<>(third.requests()).size());
        assertTrue(fourth.requests().isEmpty(), "never more than two copies");
        first.answerNext(Answer.RIGHT);
        assertEquals(0, second.all(PeerMessage.Kind.CANCEL).size(), "copies begin at the other end");
        assertEquals(1, third.all(PeerMessage.Kind.CANCEL).size());
        third.answerNext(Answer.RIGHT);
        assertEquals(0, bench.swarm.totals().redundant());
        third.answerNext(Answer.RIGHT);
        assertEquals(16_384, bench.swarm.totals().redundant());
        first.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
    }

    @Test
    void theDownloadLimitHolds() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS.withLimits(0, 100_000));
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        for (int i = 0; i < 30; i++) {
            seed.answerAll(Answer.RIGHT);
            bench.pass(100);
        }
        long got = bench.swarm.totals().fromPeers();
        assertTrue(got >= 300_000 && got <= 4 * 100_000 + 16_384, () -> "got " + got);
    }

    @Test
    void aPieceThatWasDeclinedIsNotAskedForAgainUntilTheNextUnchoke() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote empty = bench.join(Peer.Protocol.V1).seeds();
        for (BlockRange range : empty.requests()) {
            empty.says(new PeerMessage.RejectRequest(range));
        }
        int asked = empty.requests().size();
        bench.pass(5_000);
        assertEquals(asked, empty.requests().size());
        empty.says(Signal.CHOKE, Signal.UNCHOKE);
        assertTrue(empty.requests().size() > asked);
    }

    @Test
    void whoDeclinesAPieceOnParoleDoesNotKeepItFromOthers() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote first = bench.join(Peer.Protocol.V1);
        CoreBench.Remote second = bench.join(Peer.Protocol.V1);
        first.says(Signal.HAVE_ALL, Signal.UNCHOKE);
        first.answerNext(Answer.WRONG);
        for (BlockRange range : first.requests().subList(1, first.requests().size())) {
            first.says(new PeerMessage.RejectRequest(range));
        }
        second.seeds();
        for (int i = 0; i < 3; i++) {
            second.answerNext(Answer.RIGHT);
        }
        assertEquals(1, bench.swarm.totals().hashFailures(), "a mixed piece failed and is on parole");
        for (BlockRange range : second.requests().subList(3, second.requests().size())) {
            second.says(new PeerMessage.RejectRequest(range));
        }
        CoreBench.Remote honest = bench.join(Peer.Protocol.V1).seeds();
        honest.answerAll(Answer.RIGHT);
        bench.pass(1_000);
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
    }

    @Test
    void whatIsReadToBeSentIsGivenBack() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS, CoreBench.all(SIZE));
        CoreBench.Remote peer = bench.join(Peer.Protocol.V1);
        peer.says(
                Signal.INTERESTED,
                new PeerMessage.Request(new BlockRange(0, 0, 16_384)),
                new PeerMessage.Request(new BlockRange(0, 16_384, 16_384)),
                new PeerMessage.Request(new BlockRange(2, 0, 5)));
        List<PeerMessage> pieces = peer.all(PeerMessage.Kind.PIECE);
        assertEquals(3, pieces.size());
        assertEquals(2, bench.disk.lent(), "neighbours are read in one go");
        pieces.forEach(message -> ((PeerMessage.Piece) message).data().release());
        assertEquals(0, bench.disk.lent());
    }

    @Test
    void theUploadLimitHolds() throws WireException {
        CoreBench bench =
                new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS.withLimits(65_536, 0), CoreBench.all(SIZE));
        CoreBench.Remote leech = bench.join(Peer.Protocol.V1);
        leech.says(Signal.INTERESTED);
        for (int piece = 0; piece < 10; piece++) {
            for (int begin = 0; begin < CoreBench.PIECE; begin += 16_384) {
                leech.says(new PeerMessage.Request(new BlockRange(piece, begin, 16_384)));
            }
        }
        bench.pass(3_000);
        long sent = bench.swarm.totals().uploaded();
        assertTrue(sent >= 3 * 65_536 && sent <= 5 * 65_536, () -> "sent " + sent);
    }

    @Test
    void whatTheUploadLimitLetsPassIsSharedByTurns() throws WireException {
        CoreBench bench =
                new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS.withLimits(65_536, 0), CoreBench.all(SIZE));
        List<CoreBench.Remote> leeches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CoreBench.Remote leech = bench.join(Peer.Protocol.V1);
            leech.says(Signal.INTERESTED);
            leeches.add(leech);
        }
        for (CoreBench.Remote leech : leeches) {
            for (int piece = 0; piece < 10; piece++) {
                for (int begin = 0; begin < CoreBench.PIECE; begin += 16_384) {
                    leech.says(new PeerMessage.Request(new BlockRange(piece, begin, 16_384)));
                }
            }
        }
        List<Integer> before = leeches.stream()
                .map(leech -> leech.all(PeerMessage.Kind.PIECE).size())
                .toList();
        bench.pass(4_000);
        for (int i = 0; i < 4; i++) {
            int sent = leeches.get(i).all(PeerMessage.Kind.PIECE).size() - before.get(i);
            assertTrue(sent >= 3 && sent <= 5, () -> "a quarter of 16 blocks: " + sent);
        }
    }

    @Test
    void aPausedSwarmServesNobodyUntilItIsOpenAgain() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS, CoreBench.all(SIZE));
        CoreBench.Remote leech = bench.join(Peer.Protocol.V1);
        leech.says(Signal.INTERESTED);
        assertTrue(leech.told.contains(Signal.UNCHOKE));
        leech.says(new PeerMessage.Request(new BlockRange(0, 0, 16_384)));
        assertEquals(16_384, bench.swarm.totals().uploaded());
        bench.swarm.setSharing(Sharing.PAUSED);
        assertTrue(leech.told.contains(Signal.CHOKE));
        bench.pass(2 * Choker.ROUND_MILLIS);
        leech.says(new PeerMessage.Request(new BlockRange(1, 0, 16_384)));
        CoreBench.Remote late = bench.join(Peer.Protocol.V1);
        late.says(Signal.INTERESTED);
        assertFalse(late.told.contains(Signal.UNCHOKE));
        assertEquals(16_384, bench.swarm.totals().uploaded());
        bench.swarm.setSharing(Sharing.OPEN);
        assertTrue(late.told.contains(Signal.UNCHOKE));
        late.says(new PeerMessage.Request(new BlockRange(1, 0, 16_384)));
        assertEquals(2 * 16_384, bench.swarm.totals().uploaded());
    }

    @Test
    void requestsForPiecesWeLackAndBeyondTheQueueAreRejected() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote leech = bench.join(Peer.Protocol.V1);
        leech.says(new PeerMessage.Request(new BlockRange(0, 0, 16_384)));
        assertEquals(1, leech.all(PeerMessage.Kind.REJECT_REQUEST).size(), "choked");
        leech.says(Signal.INTERESTED);
        leech.says(new PeerMessage.Request(new BlockRange(0, 0, 16_384)));
        assertEquals(2, leech.all(PeerMessage.Kind.REJECT_REQUEST).size(), "not here");
        leech.writable = false;
        for (int i = 0; i < Peer.MAX_UPLOAD_QUEUE + 3; i++) {
            leech.says(new PeerMessage.Request(new BlockRange(1, 0, 16_384)));
        }
        assertEquals(5, leech.all(PeerMessage.Kind.REJECT_REQUEST).size());
        assertFalse(leech.closed);
    }

    @Test
    void oneAddressGetsThreeConnectionsAndBannedOnesNone() {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        for (int i = 0; i < Swarm.MAX_PER_ADDRESS; i++) {
            assertTrue(bench.joinFrom("192.0.2.1").peer.isPresent());
        }
        assertTrue(bench.joinFrom("192.0.2.1").peer.isEmpty());
        assertTrue(bench.joinFrom("192.0.2.2").peer.isPresent());
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOne() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote liar = bench.joinFrom("2001:db8:0:1:0:0:0:1").seeds();
        for (int i = 1; i < Swarm.MAX_PER_ADDRESS; i++) {
            assertTrue(bench.joinFrom("2001:db8:0:1:0:0:0:" + (1 + i)).peer.isPresent());
        }
        assertTrue(bench.joinFrom("2001:db8:0:1:aaaa:0:0:9").peer.isEmpty());
        assertTrue(bench.joinFrom("2001:db8:0:2:0:0:0:1").peer.isPresent());
        CoreBench other = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        other.joinFrom("2001:db8:0:1:0:0:0:1").seeds().answerAll(Answer.WRONG);
        assertTrue(other.joinFrom("2001:db8:0:1:0:0:0:2").peer.isEmpty());
        assertTrue(other.joinFrom("2001:db8:0:2:0:0:0:2").peer.isPresent());
        assertFalse(liar.closed);
    }

    @Test
    void anotherClientsIdKeepsNobodyOutButFromTheSameAddress() {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote thief = bench.joinFrom("192.0.2.1");
        assertTrue(bench.joinAs(thief, "192.0.2.1").peer.isEmpty());
        assertTrue(bench.joinAs(thief, "192.0.2.2").peer.isPresent());
    }

    @Test
    void aBannedAddressStaysOut() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote liar = bench.joinFrom("192.0.2.1").seeds();
        liar.answerAll(Answer.WRONG);
        assertTrue(liar.closed);
        assertTrue(bench.joinFrom("192.0.2.1").peer.isEmpty());
        assertTrue(bench.joinFrom("192.0.2.2").peer.isPresent());
    }

    @Test
    void connectionsAreCapped() {
        SwarmSettings two = new SwarmSettings(2, 4, 0, 0, 1 << 20, Patience.DEFAULT);
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, two);
        assertTrue(bench.join(Peer.Protocol.V1).peer.isPresent());
        assertTrue(bench.join(Peer.Protocol.V1).peer.isPresent());
        assertTrue(bench.join(Peer.Protocol.V1).peer.isEmpty());
        assertFalse(bench.swarm.hasRoom(0));
    }

    @Test
    void whoTakesAPlaceAndGivesNothingMakesRoomButNotAnotherBannedOne() throws WireException {
        SwarmSettings three = new SwarmSettings(3, 4, 0, 0, 1 << 20, Patience.DEFAULT);
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, three);
        CoreBench.Remote giving = bench.joinFrom("192.0.2.1").seeds();
        giving.answerNext(Answer.RIGHT);
        CoreBench.Remote liar = bench.joinFrom("192.0.2.2").seeds();
        liar.answerAll(Answer.WRONG);
        assertTrue(liar.closed);
        CoreBench.Remote claiming = bench.joinFrom("192.0.2.3");
        claiming.says(Signal.HAVE_ALL);
        bench.pass(1_000);
        CoreBench.Remote another = bench.joinFrom("192.0.2.4");
        another.says(Signal.HAVE_ALL);
        bench.pass(Connections.IDLE_MILLIS - 2_000);
        assertTrue(bench.joinFrom("192.0.2.5").peer.isEmpty(), "everybody has time to begin");
        bench.pass(1_500);
        assertTrue(bench.joinFrom("192.0.2.2").peer.isEmpty(), "the banned one pushes nobody out");
        assertFalse(claiming.closed);
        CoreBench.Remote honest = bench.joinFrom("192.0.2.5").seeds();
        assertTrue(claiming.closed, "the one that was idle for longest");
        assertFalse(another.closed);
        assertFalse(giving.closed);
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.heldBytes() > 0);
    }

    @Test
    void checkedBlocksOfAnEarlierRunAreNotFetchedAgain() throws WireException {
        BitSet blocks = new BitSet();
        blocks.set(0, 3);
        BitSet pieces = new BitSet();
        pieces.set(1);
        CoreBench bench =
                new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS, new HeldBlocks(pieces, Map.of(0, blocks)));
        bench.disk.writeLeaves(0, bench.leaves(0));
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        seed.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertEquals(SIZE - CoreBench.PIECE - 3 * 16_384, bench.swarm.totals().fromPeers());
    }

    @Test
    void whatIsCheckedIsWrittenAndRecordedOnClosing() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        for (int piece = 0; piece < bench.facts.layout().pieceCount(); piece++) {
            bench.disk.writeLeaves(bench.facts.firstLeaf(piece), bench.leaves(piece));
        }
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        for (int i = 0; i < 5; i++) {
            seed.answerNext(Answer.RIGHT);
        }
        boolean[] closed = new boolean[1];
        bench.swarm.close(() -> closed[0] = true);
        assertTrue(closed[0]);
        HeldBlocks held = bench.disk.recorded();
        long inPieces = held.pieces().stream()
                .mapToLong(bench.facts.layout()::pieceLength)
                .sum();
        long inBlocks =
                held.partial().values().stream().mapToLong(BitSet::cardinality).sum() * 16_384;
        assertTrue(inBlocks > 0);
        assertEquals(bench.swarm.totals().fromPeers(), inPieces + inBlocks);
        assertTrue(seed.closed);
    }

    @Test
    void rangeSourcesFillInAndAWrongBlockBansThem() {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        MemorySource liar = new MemorySource(bench.content, Answer.WRONG);
        bench.swarm.addSource(liar);
        bench.pass(500);
        assertTrue(liar.banned);
        assertEquals(1, bench.swarm.totals().bans(), "however many of its pieces were wrong");
        assertFalse(bench.swarm.isComplete());
        MemorySource honest = new MemorySource(bench.content, Answer.RIGHT);
        bench.swarm.addSource(honest);
        bench.pass(1_000);
        assertTrue(bench.swarm.isComplete());
        assertTrue(bench.disk.isExact());
        assertTrue(bench.swarm.totals().fromSources() >= SIZE);
    }

    @Test
    void aRangeSourceAloneBringsAPieceThatAPeerPoisoned() throws WireException {
        CoreBench bench = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote liar = bench.join(Peer.Protocol.V1).seeds();
        liar.answerAll(Answer.WRONG);
        assertTrue(liar.closed);
        bench.swarm.addSource(new MemorySource(bench.content, Answer.RIGHT));
        bench.pass(500);
        assertTrue(bench.swarm.isComplete());
    }

    @Test
    void aRangeSourceThatFailsWithAPieceOnParoleDoesNotKeepItFromOthers() throws WireException {
        CoreBench bench = new CoreBench(2 * CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote liar = bench.join(Peer.Protocol.V1);
        liar.says(new PeerMessage.Have(1), Signal.UNCHOKE);
        liar.answerAll(Answer.WRONG);
        assertTrue(liar.closed, "piece 1 is on parole");
        FailingSource failing = new FailingSource();
        bench.swarm.addSource(failing);
        assertEquals(2, failing.waiting.size(), "both pieces are asked of it");
        failing.fail();
        CoreBench.Remote honest = bench.join(Peer.Protocol.V1).seeds();
        honest.answerAll(Answer.RIGHT);
        assertTrue(bench.swarm.isComplete());
        assertEquals(1, bench.swarm.totals().bans());
    }

    @Test
    void readersGetBlocksInOrderAsTheyAreVerified() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        int from = 5 * CoreBench.PIECE + 100;
        SwarmReader reader = bench.swarm.read(from, from + CoreBench.PIECE, 1_000);
        Collector collector = new Collector(reader);
        reader.next(collector);
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        assertEquals(5, seed.requests().get(0).piece(), "the reader's piece comes first");
        seed.answerAll(Answer.RIGHT);
        assertTrue(collector.ended);
        int start = 5 * CoreBench.PIECE;
        assertArrayEquals(
                Arrays.copyOfRange(bench.content, start, start + collector.bytes.position()),
                Arrays.copyOf(collector.bytes.array(), collector.bytes.position()));
        assertTrue(collector.bytes.position() >= CoreBench.PIECE + 100);
    }

    @Test
    void closingAReaderCancelsWhatNobodyNeedsSoon() throws WireException {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        SwarmReader head = bench.swarm.read(0, CoreBench.PIECE, 1_000);
        SwarmReader tail = bench.swarm.read(9 * CoreBench.PIECE, 10 * CoreBench.PIECE, 1_000);
        CoreBench.Remote seed = bench.join(Peer.Protocol.V1).seeds();
        Set<Integer> asked = new HashSet<>();
        seed.requests().forEach(range -> asked.add(range.piece()));
        assertTrue(asked.contains(0));
        head.close();
        assertTrue(seed.all(PeerMessage.Kind.CANCEL).stream()
                .allMatch(message -> ((PeerMessage.Cancel) message).range().piece() < 9));
        assertFalse(seed.all(PeerMessage.Kind.CANCEL).isEmpty());
        tail.close();
    }

    @Test
    void refusesRangesOutsideTheTrack() {
        CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        assertThrows(IllegalArgumentException.class, () -> bench.swarm.read(-1, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> bench.swarm.read(5, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> bench.swarm.read(SIZE, SIZE + 1, 1));
    }

    /** Takes ranges and fails. */
    private static final class FailingSource implements RangeSource {
        private final List<Receiver> waiting = new ArrayList<>();
        private boolean down;

        void fail() {
            down = true;
            List.copyOf(waiting).forEach(receiver -> receiver.failed("down"));
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Fetch fetch(long offset, int lengthBytes, Receiver receiver) {
            waiting.add(receiver);
            return () -> {};
        }

        @Override
        public int parallelRanges() {
            return down ? 0 : 2;
        }

        @Override
        public void ban() {}

        @Override
        public void close() {}
    }

    /** Serves ranges from memory. */
    private static final class MemorySource implements RangeSource {
        private final byte[] content;
        private final Answer answer;
        private boolean banned;

        MemorySource(byte[] content, Answer answer) {
            this.content = content;
            this.answer = answer;
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public Fetch fetch(long offset, int lengthBytes, Receiver receiver) {
            byte[] range = Arrays.copyOfRange(content, (int) offset, (int) offset + lengthBytes);
            if (answer == Answer.WRONG) {
                range[0] ^= 1;
            }
            for (int at = 0; at < range.length; at += 10_000) {
                receiver.bytes(ByteBuffer.wrap(range, at, Math.min(10_000, range.length - at)));
            }
            receiver.complete();
            return () -> {};
        }

        @Override
        public int parallelRanges() {
            return banned ? 0 : 2;
        }

        @Override
        public void ban() {
            banned = true;
        }

        @Override
        public void close() {}
    }

    /** Reads to the end. */
    private static final class Collector implements SwarmReader.Sink {
        private final SwarmReader reader;
        private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
        private boolean ended;

        Collector(SwarmReader reader) {
            this.reader = reader;
        }

        @Override
        public void chunk(long offset, BlockData data) {
            data.writeTo(bytes);
            reader.next(this);
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }
    }
}
