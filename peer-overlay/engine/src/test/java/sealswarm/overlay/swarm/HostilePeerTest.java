package sealswarm.overlay.swarm;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.peer.Peer;
import sealswarm.overlay.swarm.CoreBench.Answer;
import sealswarm.overlay.swarm.CoreBench.Checks;
import sealswarm.overlay.wire.Bitfield;
import sealswarm.overlay.wire.BlockRange;
import sealswarm.overlay.wire.PeerMessage;
import sealswarm.overlay.wire.PeerMessage.Signal;
import sealswarm.overlay.wire.WireException;

/** What peers may not do, at each limit and one beyond. */
class HostilePeerTest {
    private static final int SIZE = 10 * CoreBench.PIECE + 20_000;

    private final CoreBench bench = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
    private final CoreBench.Remote peer = bench.join(Peer.Protocol.V1);

    private void refuses(PeerMessage... messages) {
        assertThrows(WireException.class, () -> peer.says(messages));
    }

    private void accepts(PeerMessage... messages) {
        assertDoesNotThrow(() -> peer.says(messages));
    }

    private static PeerMessage pieces(int... indexes) {
        BitSet set = new BitSet();
        for (int index : indexes) {
            set.set(index);
        }
        return new PeerMessage.Pieces(Bitfield.of(set, 11));
    }

    @Test
    void aBitfieldMayBeRepeatedOnceWithoutNews() {
        accepts(pieces(1, 2), pieces(1, 2));
        refuses(pieces(1, 2));
    }

    @Test
    void aLaterBitfieldMayOnlyAdd() {
        accepts(pieces(1, 2), pieces(1, 2, 3), Signal.HAVE_ALL);
        assertTrue(peer.peer.orElseThrow().isSeed());
        refuses(Signal.HAVE_NONE);
    }

    @Test
    void aBitfieldMayNotTakeBack() {
        accepts(pieces(1, 2));
        refuses(pieces(1));
    }

    @Test
    void aFirstBitfieldMayNotComeLate() {
        accepts(Signal.INTERESTED);
        refuses(pieces(1));
    }

    @Test
    void blocksNobodyAskedForAreABreach() {
        accepts(Signal.HAVE_ALL);
        refuses(bench.block(new BlockRange(0, 0, 16_384), Answer.RIGHT));
    }

    @Test
    void aBlockOfTheWrongLengthIsABreach() throws WireException {
        peer.seeds();
        BlockRange asked = peer.requests().get(0);
        refuses(bench.block(new BlockRange(asked.piece(), asked.begin(), 100), Answer.RIGHT));
    }

    @Test
    void aBlockDeliveredTwiceIsABreach() throws WireException {
        peer.seeds();
        BlockRange asked = peer.requests().get(0);
        accepts(bench.block(asked, Answer.RIGHT));
        refuses(bench.block(asked, Answer.RIGHT));
    }

    @Test
    void requestsStayInsideTheirPiece() {
        for (BlockRange range : List.of(
                new BlockRange(0, 0, 0),
                new BlockRange(0, 0, 16_385),
                new BlockRange(0, 65_536, 1),
                new BlockRange(10, 16_384, 16_384),
                new BlockRange(0, -1, 16_384),
                new BlockRange(0, Integer.MAX_VALUE, 16_384))) {
            refuses(new PeerMessage.Request(range));
        }
        accepts(new PeerMessage.Request(new BlockRange(10, 16_384, 3_616)));
    }

    @Test
    void aV2RequestMayReachToTheEndOfTheLastBlock() throws WireException {
        CoreBench seeding = new CoreBench(SIZE, Checks.BY_LEAF, SwarmSettings.DEFAULTS, CoreBench.all(SIZE));
        CoreBench.Remote libtorrent = seeding.join(Peer.Protocol.V2);
        libtorrent.says(Signal.INTERESTED, new PeerMessage.Request(new BlockRange(10, 16_384, 16_384)));
        PeerMessage.Piece piece =
                (PeerMessage.Piece) libtorrent.all(PeerMessage.Kind.PIECE).get(0);
        assertEquals(16_384, piece.data().length());
        byte[] bytes = new byte[16_384];
        piece.data().copyTo(bytes, 0);
        assertEquals(seeding.content[SIZE - 1], bytes[3_615]);
        assertEquals(0, bytes[3_616]);
        assertThrows(
                WireException.class,
                () -> libtorrent.says(new PeerMessage.Request(new BlockRange(10, 32_768, 16_384))));
    }

    @Test
    void requestFloodsEndTheConnection() {
        PeerMessage request = new PeerMessage.Request(new BlockRange(0, 0, 16_384));
        for (int i = 0; i < Peer.MAX_EXCESS_REQUESTS; i++) {
            accepts(request);
        }
        refuses(request);
    }

    @Test
    void keepAliveStormsEndTheConnection() {
        for (int i = 0; i < Peer.MAX_KEEP_ALIVES; i++) {
            accepts(Signal.KEEP_ALIVE);
        }
        refuses(Signal.KEEP_ALIVE);
    }

    @Test
    void floodsOfMessagesWithoutDataEndTheConnectionButNotTheSameOverTime() {
        BlockRange block = new BlockRange(0, 0, 16_384);
        for (PeerMessage idle : List.of(
                Signal.UNCHOKE,
                Signal.CHOKE,
                Signal.INTERESTED,
                Signal.NOT_INTERESTED,
                new PeerMessage.Have(3),
                new PeerMessage.Cancel(block),
                new PeerMessage.AllowedFast(1),
                new PeerMessage.Port(1),
                new PeerMessage.Unknown(99),
                new PeerMessage.Extended(7, BencodeString.of("x")),
                new PeerMessage.RequestHashes(new HashRequest(MerkleHash.ZERO, 0, 0, 2, 0)))) {
            CoreBench.Remote talker = bench.join(Peer.Protocol.V2);
            assertDoesNotThrow(() -> {
                talker.says(new PeerMessage.Have(3));
                bench.pass(1_000);
                for (int i = 0; i < Peer.MAX_IDLE_PER_SECOND; i++) {
                    talker.says(idle);
                }
                bench.pass(1_000);
                for (int i = 0; i < Peer.MAX_IDLE_PER_SECOND; i++) {
                    talker.says(idle);
                }
            });
            assertThrows(WireException.class, () -> talker.says(idle), idle::toString);
            bench.swarm.left(talker.peer.orElseThrow());
        }
    }

    @Test
    void suggestionsAndStrayRejectsAreCounted() {
        for (int i = 0; i < Peer.MAX_SUGGESTIONS; i++) {
            accepts(new PeerMessage.SuggestPiece(1));
        }
        refuses(new PeerMessage.SuggestPiece(1));
        PeerMessage stray = new PeerMessage.RejectRequest(new BlockRange(0, 0, 16_384));
        for (int i = 0; i < Peer.MAX_STRAY_REJECTS; i++) {
            accepts(stray);
        }
        refuses(stray);
    }

    @Test
    void anAnswerThatCrossesOurCancelIsNoBreach() throws WireException {
        CoreBench two = new CoreBench(CoreBench.PIECE, Checks.BY_LEAF, SwarmSettings.DEFAULTS);
        CoreBench.Remote first = two.join(Peer.Protocol.V1).seeds();
        CoreBench.Remote second = two.join(Peer.Protocol.V1).seeds();
        two.pass(500);
        BlockRange both = second.requests().get(0);
        first.says(two.block(both, Answer.RIGHT));
        assertDoesNotThrow(() -> second.says(two.block(both, Answer.RIGHT)));
        assertEquals(both.length(), two.swarm.totals().redundant());
    }

    @Test
    void badExtensionHandshakesEndTheConnection() {
        for (String payload : List.of("", "i1e", "d1:me", "d1:ai1e1:ai1ee", "l".repeat(100))) {
            refuses(new PeerMessage.Extended(0, BencodeString.of(payload)));
        }
        StringBuilder many = new StringBuilder("d1:md");
        for (int i = 0; i < 33; i++) {
            many.append("2:")
                    .append((char) ('a' + i / 26))
                    .append((char) ('a' + i % 26))
                    .append("i1e");
        }
        refuses(new PeerMessage.Extended(0, BencodeString.of(many + "ee")));
        accepts(new PeerMessage.Extended(0, BencodeString.of("d1:md1:ai0e1:bi256ee1:pi99999e4:reqqi-5ee")));
        assertEquals(1, peer.peer.orElseThrow().extensions().orElseThrow().requestQueue());
    }

    @Test
    void unknownExtensionsAndMessagesAreIgnored() {
        accepts(
                new PeerMessage.Extended(77, BencodeString.of("anything")),
                new PeerMessage.Unknown(99),
                new PeerMessage.Port(6_881));
    }
}
