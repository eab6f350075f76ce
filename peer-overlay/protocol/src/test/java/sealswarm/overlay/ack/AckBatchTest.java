package sealswarm.overlay.ack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.SwarmId;
import sealswarm.trial.Cases;

class AckBatchTest {
    private static final long T0 = 1_900_000_000L;
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    private static final PeerSigningKey UP = MeetingTest.key(1);
    private static final PeerSigningKey DOWN = MeetingTest.key(2);
    private static final PeerSigningKey EDGE = MeetingTest.key(9);
    private static final PeerCertificate UP_CERTIFICATE = MeetingTest.certificate(UP, EDGE, SWARM);
    private static final PeerCertificate DOWN_CERTIFICATE = MeetingTest.certificate(DOWN, EDGE, SWARM);

    @Test
    void aBatchIsReadAsItWasWritten() {
        AckBatch batch = new AckBatch(List.of(session(1, 3), session(2, 1)));
        assertEquals(Optional.of(batch), AckBatch.parse(batch.bytes()));
        assertEquals(1 + 2 * (2 * 142 + 2) + 4 * 241, batch.bytes().length);
    }

    @Test
    void nothingShorterLongerOrOtherwiseMadeIsRead() {
        byte[] good = new AckBatch(List.of(session(1, 2))).bytes();
        for (int length = 0; length < good.length; length++) {
            assertTrue(AckBatch.parse(Arrays.copyOf(good, length)).isEmpty(), "cut to " + length);
        }
        assertTrue(AckBatch.parse(Arrays.copyOf(good, good.length + 1)).isEmpty());
        assertTrue(AckBatch.parse(new byte[] {1}).isEmpty());
        assertTrue(AckBatch.parse(new byte[AckBatch.MAX_BYTES + 1]).isEmpty());
        Cases.forAll(20260402, 100, random -> {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            AckBatch.parse(bad).ifPresent(other -> assertEquals(good.length, other.bytes().length));
        });
    }

    @Test
    void limitsHoldAtTheLimitAndOneAbove() {
        TransferAck one = session(1, 1).last();
        AckedSession most =
                new AckedSession(UP_CERTIFICATE, DOWN_CERTIFICATE, Collections.nCopies(AckedSession.MAX_ACKS, one));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AckedSession(
                        UP_CERTIFICATE, DOWN_CERTIFICATE, Collections.nCopies(AckedSession.MAX_ACKS + 1, one)));
        assertEquals(2 * AckedSession.MAX_ACKS, AckBatch.MAX_ACKS);
        assertTrue(new AckBatch(List.of(most, most)).bytes().length <= AckBatch.MAX_BYTES);
        assertThrows(IllegalArgumentException.class, () -> new AckBatch(List.of(most, most, session(1, 1))));
        AckedSession small = session(1, 1);
        new AckBatch(Collections.nCopies(AckBatch.MAX_SESSIONS, small));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AckBatch(Collections.nCopies(AckBatch.MAX_SESSIONS + 1, small)));
        assertThrows(IllegalArgumentException.class, () -> new AckBatch(List.of()));
    }

    @Test
    void aSessionIsOfOnePairAndOneSession() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AckedSession(
                        UP_CERTIFICATE,
                        DOWN_CERTIFICATE,
                        List.of(session(1, 1).last(), session(2, 1).last())));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AckedSession(
                        DOWN_CERTIFICATE, UP_CERTIFICATE, session(1, 1).acks()));
    }

    private static AckedSession session(int number, int count) {
        List<TransferAck> acks = new ArrayList<>();
        Digest32 previous = Digest32.ZERO;
        for (int i = 0; i < count; i++) {
            TransferAck ack = new AckStatement(
                            SWARM,
                            UP.publicKey(),
                            DOWN.publicKey(),
                            Digest32.ofContent(new byte[] {(byte) number}),
                            i,
                            (i + 1L) << 22,
                            T0,
                            T0 + i,
                            previous)
                    .sign(DOWN);
            acks.add(ack);
            previous = ack.hash();
        }
        return new AckedSession(UP_CERTIFICATE, DOWN_CERTIFICATE, acks);
    }
}
