package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.overlay.utp.UtpPacket.Kind;
import sealswarm.trial.Cases;

class UtpPacketTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final List<Kind> KINDS = List.of(Kind.values());

    /** An acknowledgement of 0x0102 that says that 0x0104 and 0x010d have arrived too. */
    private static final String STATE =
            "21010abc" + "00000005" + "fffffffe" + "00100000" + "ffff0102" + "00040102" + "0000";

    private static UtpPacket decoded(String hex) {
        return UtpPacket.decode(ByteBuffer.wrap(HEX.parseHex(hex))).orElseThrow();
    }

    private static boolean isRefused(String hex) {
        return UtpPacket.decode(ByteBuffer.wrap(HEX.parseHex(hex))).isEmpty();
    }

    @Test
    void aPacketIsReadAsItStands() {
        UtpPacket packet = decoded(STATE);
        assertEquals(Kind.STATE, packet.kind());
        assertEquals(0xabc, packet.connectionId());
        assertEquals(5, packet.sentMicros());
        assertEquals(-2, packet.delayMicros());
        assertEquals(1 << 20, packet.windowBytes());
        assertEquals(0xffff, packet.sequence());
        assertEquals(0x102, packet.acknowledged());
        // The first missing packet is 0x103; the bits begin one after it, the least significant of each byte first.
        assertArrayEquals(new int[] {1, 10}, packet.selective().distances());
        assertEquals(0, packet.payload().remaining());
    }

    @Test
    void whatWasReadIsWrittenTheSame() {
        assertEquals(STATE, HEX.formatHex(decoded(STATE).encode().array()));
    }

    @Test
    void anyPacketComesBack() {
        Cases.forAll(1, 200, random -> {
            BitSet beyond = new BitSet();
            for (int i = random.nextInt(40); i > 0; i--) {
                beyond.set(1 + random.nextInt(SelectiveAck.MAX_SENT_BYTES * 8));
            }
            byte[] payload = new byte[random.nextInt(1_400)];
            random.nextBytes(payload);
            UtpPacket packet = new UtpPacket(
                    KINDS.get(random.nextInt(KINDS.size())),
                    random.nextInt(65_536),
                    random.nextInt(),
                    random.nextInt(),
                    Integer.toUnsignedLong(random.nextInt()),
                    random.nextInt(65_536),
                    random.nextInt(65_536),
                    SelectiveAck.ofDistances(beyond),
                    ByteBuffer.wrap(payload));
            assertEquals(packet, UtpPacket.decode(packet.encode()).orElseThrow());
        });
    }

    @Test
    void everyTruncationOfAHeaderIsRefused() {
        byte[] whole = HEX.parseHex(STATE);
        for (int length = 0; length < whole.length; length++) {
            assertTrue(
                    UtpPacket.decode(ByteBuffer.wrap(Arrays.copyOf(whole, length)))
                            .isEmpty(),
                    "length " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"22", "20", "51", "f1"})
    void anotherVersionOrKindIsRefused(String first) {
        assertTrue(isRefused(first + STATE.substring(2)));
    }

    @Test
    void unknownExtensionsAreSkippedUpToTheirLimit() {
        String head = "0107" + STATE.substring(4, 40);
        assertEquals(
                1,
                decoded(head + "0702aaaa".repeat(UtpPacket.MAX_EXTENSIONS - 1) + "0002bbbbcc")
                        .payload()
                        .remaining());
        assertTrue(isRefused(head + "0702aaaa".repeat(UtpPacket.MAX_EXTENSIONS) + "0002bbbbcc"));
        assertTrue(isRefused(head + "0700".repeat(700) + "0000"));
    }

    @Test
    void anExtensionLongerThanItsDatagramIsRefused() {
        assertTrue(isRefused("0101" + STATE.substring(4, 40) + "00ff01020304"));
    }
}
