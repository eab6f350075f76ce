package sealswarm.overlay.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.merkle.HashRequest;
import sealswarm.overlay.merkle.MerkleHash;
import sealswarm.overlay.merkle.MerkleLayer;
import sealswarm.overlay.metainfo.InfoHash;
import sealswarm.overlay.wire.WireException.Fault;
import sealswarm.trial.Cases;

class WireTest {
    private static final int PIECES = 13;

    private static List<PeerMessage> everyKind() {
        BitSet some = new BitSet();
        some.set(0);
        some.set(12);
        BlockRange range = new BlockRange(3, 16_384, 100);
        HashRequest hashes = new HashRequest(MerkleHash.of(new byte[32]), 0, 4, 4, 2);
        List<PeerMessage> messages = new ArrayList<>(List.of(PeerMessage.Signal.values()));
        messages.addAll(List.of(
                new PeerMessage.Have(12),
                new PeerMessage.Pieces(Bitfield.of(some, PIECES)),
                new PeerMessage.Request(range),
                new PeerMessage.Piece(3, 16_384, BlockData.adopt(new byte[] {1, 2, 3})),
                new PeerMessage.Cancel(range),
                new PeerMessage.Port(65_535),
                new PeerMessage.SuggestPiece(1),
                new PeerMessage.RejectRequest(range),
                new PeerMessage.AllowedFast(2),
                new PeerMessage.Extended(0, BencodeString.of("de")),
                new PeerMessage.RequestHashes(hashes),
                new PeerMessage.Hashes(hashes, MerkleLayer.of(new byte[5 * 32])),
                new PeerMessage.RejectHashes(hashes),
                new PeerMessage.Unknown(99)));
        return messages;
    }

    @Test
    void everyKindSurvivesTheWireInAnyCuts() {
        List<PeerMessage> messages = everyKind();
        assertEquals(
                PeerMessage.Kind.values().length,
                messages.stream().map(PeerMessage::kind).distinct().count());
        ByteBuffer all = ByteBuffer.allocate(4_096);
        messages.forEach(message -> MessageEncoder.encode(message, all));
        byte[] stream = Arrays.copyOf(all.array(), all.position());
        Cases.forAll(6, 300, random -> {
            MessageDecoder decoder = new MessageDecoder(PIECES);
            List<PeerMessage> read = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int count = Math.min(stream.length - at, 1 + random.nextInt(40));
                ByteBuffer cut = ByteBuffer.wrap(stream, at, count);
                for (Optional<PeerMessage> next = decoder.next(cut); next.isPresent(); next = decoder.next(cut)) {
                    read.add(next.get());
                }
                assertFalse(cut.hasRemaining());
                at += count;
            }
            assertEquals(messages, read);
        });
    }

    @Test
    void layoutsAreThoseOfTheStandards() {
        assertEquals("00000000", hex(PeerMessage.Signal.KEEP_ALIVE));
        assertEquals("0000000100", hex(PeerMessage.Signal.CHOKE));
        assertEquals("000000050400000005", hex(new PeerMessage.Have(5)));
        assertEquals(
                "0000000d06000000010000400000004000", hex(new PeerMessage.Request(new BlockRange(1, 16_384, 16_384))));
        assertEquals(
                "0000000a070000000200000003ff", hex(new PeerMessage.Piece(2, 3, BlockData.adopt(new byte[] {-1}))));
        assertEquals("000000010e", hex(PeerMessage.Signal.HAVE_ALL));
        assertEquals("000000051100000007", hex(new PeerMessage.AllowedFast(7)));
        assertEquals("0000000414006465", hex(new PeerMessage.Extended(0, BencodeString.of("de"))));
        HashRequest range = new HashRequest(MerkleHash.ZERO, 1, 2, 4, 3);
        assertEquals(
                "0000003115" + "00".repeat(32) + "00000001000000020000000400000003",
                hex(new PeerMessage.RequestHashes(range)));
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff, OVERSIZED",
        "80000000, OVERSIZED",
        "00010003, OVERSIZED",
        "0000000200, WRONG_LENGTH",
        "0000000104, WRONG_LENGTH",
        "000000060400, WRONG_LENGTH",
        "00000005040000000d, BAD_FIELD",
        "0000000504ffffffff, BAD_FIELD",
        "0000000205, WRONG_LENGTH",
        "0000000405, WRONG_LENGTH",
        "00000003050001, BAD_FIELD",
        "0000000c06, WRONG_LENGTH",
        "0000000907, WRONG_LENGTH",
        "0000400a07, OVERSIZED",
        "0000000d060000000d0000000000004000, BAD_FIELD",
        "0000000114, WRONG_LENGTH",
        "0000003015, WRONG_LENGTH",
        "0000003116, WRONG_LENGTH",
        "0000453216, OVERSIZED",
        "0000004163, OVERSIZED"
    })
    void refusesFramesOfTheWrongSizeBeforeBufferingThem(String start, Fault fault) {
        byte[] bytes = HexFormat.of().parseHex(start);
        MessageDecoder decoder = new MessageDecoder(PIECES);
        assertEquals(
                fault,
                assertThrows(WireException.class, () -> decoder.next(ByteBuffer.wrap(bytes)))
                        .fault());
    }

    @ParameterizedTest
    @CsvSource({"0000400907", "0000453116", "0001000214", "0000004063"})
    void acceptsTheLongestFrameOfEachKind(String start) throws WireException {
        assertTrue(new MessageDecoder(PIECES)
                .next(ByteBuffer.wrap(HexFormat.of().parseHex(start)))
                .isEmpty());
    }

    @Test
    void refusesHashesCutInsideAHash() {
        ByteBuffer frame = ByteBuffer.allocate(4 + 49 + 40).putInt(49 + 40).put((byte) 22);
        frame.rewind();
        MessageDecoder decoder = new MessageDecoder(PIECES);
        assertEquals(
                Fault.WRONG_LENGTH,
                assertThrows(WireException.class, () -> decoder.next(frame)).fault());
    }

    @Test
    void rangesAreWithinTheirPiece() {
        assertTrue(new BlockRange(0, 0, 16_384).isWithin(16_384));
        assertTrue(new BlockRange(0, 16_383, 1).isWithin(16_384));
        assertFalse(new BlockRange(0, 0, 0).isWithin(16_384));
        assertFalse(new BlockRange(0, 0, 16_385).isWithin(65_536));
        assertFalse(new BlockRange(0, 16_384, 1).isWithin(16_384));
        assertFalse(new BlockRange(0, -1, 1).isWithin(16_384));
        assertFalse(new BlockRange(0, Integer.MAX_VALUE, 16_384).isWithin(Integer.MAX_VALUE));
    }

    @Test
    void handshakesSurviveTheWire() throws WireException {
        InfoHash id = InfoHash.ofHex("0102030405060708090a0b0c0d0e0f1011121314");
        long bits = Handshake.EXTENSION_PROTOCOL | Handshake.FAST | Handshake.V2_UPGRADE;
        Handshake sent = new Handshake(id, PeerId.fresh(new Random(1)), bits);
        byte[] bytes = sent.encode();
        assertEquals(Handshake.LENGTH, bytes.length);
        assertEquals("0000000000100014", HexFormat.of().formatHex(bytes, 20, 28));
        Handshake read = Handshake.decode(bytes);
        assertEquals(sent, read);
        assertTrue(read.supports(Handshake.FAST) && !read.supports(1));
        assertEquals("-SS1000-", new String(read.peerId().bytes(), 0, 8, StandardCharsets.US_ASCII));
    }

    @Test
    void refusesOtherProtocolsAtTheirFirstBytes() {
        for (String hello :
                List.of("GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "\u0000", "\u00ff", "\u0013BitTorrent protocoI")) {
            byte[] bytes = hello.getBytes(StandardCharsets.ISO_8859_1);
            assertThrows(WireException.class, () -> Handshake.checkPrefix(bytes, bytes.length), hello);
            assertThrows(WireException.class, () -> Handshake.decode(bytes), hello);
        }
        assertThrows(WireException.class, () -> Handshake.decode(new byte[0]));
    }

    @Test
    void mutatedStreamsAreReadOrRefusedButNeverAnythingElse() {
        ByteBuffer all = ByteBuffer.allocate(4_096);
        everyKind().forEach(message -> MessageEncoder.encode(message, all));
        byte[] stream = Arrays.copyOf(all.array(), all.position());
        Cases.forAll(10, 20_000, random -> {
            byte[] mutated = stream.clone();
            int changes = 1 + random.nextInt(5);
            for (int i = 0; i < changes; i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            MessageDecoder decoder = new MessageDecoder(PIECES);
            ByteBuffer in = ByteBuffer.wrap(mutated);
            try {
                int messages = 0;
                while (decoder.next(in).isPresent()) {
                    messages++;
                }
                assertTrue(messages <= mutated.length);
            } catch (WireException refused) {
                assertTrue(refused.toString().contains("peer wire: "));
            }
        });
    }

    @Test
    void blocksAreViewsThatStayInside() {
        BlockData data = BlockData.adopt(new byte[] {1, 2, 3, 4});
        byte[] target = new byte[3];
        data.slice(1, 2).copyTo(target, 1);
        assertArrayEquals(new byte[] {0, 2, 3}, target);
        assertEquals(BlockData.adopt(new byte[] {2, 3}), data.slice(1, 2));
        assertThrows(IllegalArgumentException.class, () -> data.slice(3, 2));
    }

    @Test
    void theHeadOfAMessageIsAllButTheBytesOfItsBlock() {
        for (PeerMessage message : everyKind()) {
            byte[] whole = MessageEncoder.encode(message);
            ByteBuffer head = ByteBuffer.allocate(MessageEncoder.headLength(message));
            MessageEncoder.encodeHead(message, head);
            assertFalse(head.hasRemaining(), message.toString());
            assertArrayEquals(Arrays.copyOf(whole, head.capacity()), head.array(), message.toString());
            int block =
                    message instanceof PeerMessage.Piece piece ? piece.data().length() : 0;
            assertEquals(whole.length, head.capacity() + block, message.toString());
        }
    }

    @Test
    void lentBytesGoBackOnceWithTheirLastPart() {
        int[] givenBack = new int[1];
        BlockData lent = BlockData.lent(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), () -> givenBack[0]++);
        BlockData part = lent.slice(1, 2);
        BlockData other = lent.slice(0, 1);
        lent.release();
        part.release();
        assertEquals(0, givenBack[0]);
        assertEquals(BlockData.adopt(new byte[] {1}), other);
        other.release();
        assertEquals(1, givenBack[0]);
        BlockData.adopt(new byte[1]).release();
    }

    private static String hex(PeerMessage message) {
        return HexFormat.of().formatHex(MessageEncoder.encode(message));
    }
}
