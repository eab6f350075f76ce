package sealswarm.overlay.reach;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sealswarm.trial.Cases;

class ReachPacketTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.7, 6881", "2001:db8:0:1:0:0:0:5, 65535"})
    void questionAndAnswerComeBackAndAreEquallyLong(String host, int port) {
        ReachPacket question = ReachPacket.ask(-5);
        ReachPacket answer = question.answer(new Observed(host, port), 40_000);
        assertEquals(Optional.of(question), ReachPacket.decode(question.encode()));
        assertEquals(Optional.of(answer), ReachPacket.decode(answer.encode()));
        assertEquals(ReachPacket.SIZE_BYTES, question.encode().remaining());
        assertEquals(ReachPacket.SIZE_BYTES, answer.encode().remaining());
    }

    @Test
    void anotherLengthBeginningOrPortZeroIsRefused() {
        ByteBuffer good =
                ReachPacket.ask(1).answer(new Observed("192.0.2.7", 80), 0).encode();
        for (int length = 0; length < good.limit(); length++) {
            assertTrue(ReachPacket.decode(good.slice(0, length)).isEmpty());
        }
        assertTrue(
                ReachPacket.decode(ByteBuffer.allocate(ReachPacket.SIZE_BYTES)).isEmpty());
        good.putShort(32, (short) 0);
        assertTrue(ReachPacket.decode(good).isEmpty());
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Cases.forAll(3, 500, random -> {
            ByteBuffer datagram = ReachPacket.ask(1).encode();
            for (int i = random.nextInt(12); i > 0; i--) {
                datagram.put(random.nextInt(datagram.limit()), (byte) random.nextInt());
            }
            ReachPacket.decode(datagram)
                    .filter(packet -> packet.kind() == ReachPacket.Kind.ANSWER)
                    .ifPresent(packet -> assertEquals(Optional.of(packet), ReachPacket.decode(packet.encode())));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2", "192.0.2.256", "1:2:3", "::1::", "2001:db8::g", "::12345"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> NumericHost.bytes(text));
    }

    @Test
    void aGapIsFilledAndAZoneLeftOut() {
        assertArrayEquals(NumericHost.bytes("fe80:0:0:0:0:0:0:1"), NumericHost.bytes("fe80::1%eth0"));
    }
}
