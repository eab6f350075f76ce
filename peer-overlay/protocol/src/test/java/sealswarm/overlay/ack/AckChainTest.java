package sealswarm.overlay.ack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Signature;
import sealswarm.overlay.token.SwarmId;
import sealswarm.trial.Cases;

class AckChainTest {
    private static final long T0 = 1_900_000_000L;
    private static final Instant NOW = Instant.ofEpochSecond(T0 + 10_000);
    private static final SwarmId SWARM = new SwarmId("ab".repeat(20));
    private static final Digest32 SESSION = Digest32.ofContent(new byte[] {1});
    private final PeerSigningKey uploader = key(1);
    private final PeerSigningKey downloader = key(2);
    private final TransferAck first = ack(0, 4 << 20, T0 + 10, Digest32.ZERO);
    private final TransferAck second = ack(1, 8 << 20, T0 + 20, first.hash());

    @Test
    void chainGrowsAckByAckAndARepeatChangesNothing() {
        AckChain chain = AckChain.empty();
        assertEquals(AckVerdict.ACCEPTED, chain.judge(first, NOW));
        chain = chain.with(first);
        assertEquals(AckVerdict.REPEATED, chain.judge(first, NOW));
        assertEquals(AckVerdict.ACCEPTED, chain.judge(second, NOW));
        assertEquals(Optional.of(second), chain.with(second).last());
    }

    @Test
    void chainRefusesGapsOldAcksAndAForeignPast() {
        AckChain chain = AckChain.empty().with(first);
        assertEquals(AckVerdict.OUT_OF_SEQUENCE, AckChain.empty().judge(second, NOW));
        assertEquals(AckVerdict.OUT_OF_SEQUENCE, chain.judge(ack(2, 8 << 20, T0 + 20, first.hash()), NOW));
        assertEquals(AckVerdict.OUT_OF_SEQUENCE, chain.with(second).judge(first, NOW));
        assertEquals(AckVerdict.BROKEN_CHAIN, chain.judge(ack(1, 8 << 20, T0 + 20, second.hash()), NOW));
        assertEquals(AckVerdict.RUNS_BACKWARDS, chain.judge(ack(1, (4 << 20) - 1, T0 + 20, first.hash()), NOW));
        assertEquals(AckVerdict.RUNS_BACKWARDS, chain.judge(ack(1, 8 << 20, T0 + 9, first.hash()), NOW));
    }

    @Test
    void chainRefusesAnotherSwarmPairSessionOrStart() {
        AckChain chain = AckChain.empty().with(first);
        AckStatement good = second.statement();
        assertEquals(
                AckVerdict.OTHER_SESSION,
                chain.judge(
                        new AckStatement(
                                        new SwarmId("ac".repeat(20)),
                                        good.uploader(),
                                        good.downloader(),
                                        SESSION,
                                        1,
                                        8 << 20,
                                        T0,
                                        T0 + 20,
                                        first.hash())
                                .sign(downloader),
                        NOW));
        assertEquals(
                AckVerdict.OTHER_SESSION,
                chain.judge(
                        new AckStatement(
                                        SWARM,
                                        key(3).publicKey(),
                                        good.downloader(),
                                        SESSION,
                                        1,
                                        8 << 20,
                                        T0,
                                        T0 + 20,
                                        first.hash())
                                .sign(downloader),
                        NOW));
        assertEquals(
                AckVerdict.OTHER_SESSION,
                chain.judge(
                        new AckStatement(
                                        SWARM,
                                        good.uploader(),
                                        good.downloader(),
                                        Digest32.ofContent(new byte[] {2}),
                                        1,
                                        8 << 20,
                                        T0,
                                        T0 + 20,
                                        first.hash())
                                .sign(downloader),
                        NOW));
        assertEquals(
                AckVerdict.OTHER_SESSION,
                chain.judge(
                        new AckStatement(
                                        SWARM,
                                        good.uploader(),
                                        good.downloader(),
                                        SESSION,
                                        1,
                                        8 << 20,
                                        T0 + 1,
                                        T0 + 20,
                                        first.hash())
                                .sign(downloader),
                        NOW));
    }

    @Test
    void chainRefusesMoreThanAGigabitASecondAndTheFuture() {
        long limit = AckChain.MAX_BYTES_PER_SECOND * 11 + 10;
        assertEquals(AckVerdict.ACCEPTED, AckChain.empty().judge(ack(0, limit, T0 + 10, Digest32.ZERO), NOW));
        assertEquals(AckVerdict.TOO_FAST, AckChain.empty().judge(ack(0, limit + 1, T0 + 10, Digest32.ZERO), NOW));
        long last = NOW.getEpochSecond() + AckChain.MAX_SKEW_SECONDS;
        assertEquals(AckVerdict.ACCEPTED, AckChain.empty().judge(ack(0, 1, last, Digest32.ZERO), NOW));
        assertEquals(AckVerdict.IN_THE_FUTURE, AckChain.empty().judge(ack(0, 1, last + 1, Digest32.ZERO), NOW));
    }

    @Test
    void noChangedBitOfAnAckIsAccepted() {
        byte[] good = first.bytes();
        assertEquals(TransferAck.SIZE_BYTES, good.length);
        assertEquals(Optional.of(first), TransferAck.parse(good));
        Cases.forAll(20260105, 300, random -> {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(TransferAck.parse(bad)
                    .filter(ack -> AckChain.empty().judge(ack, NOW) == AckVerdict.ACCEPTED)
                    .isPresent());
        });
        assertTrue(TransferAck.parse(new byte[TransferAck.SIZE_BYTES + 1]).isEmpty());
        assertTrue(TransferAck.parse(new byte[0]).isEmpty());
    }

    @Test
    void ackOfAnotherSignerIsRefused() {
        TransferAck forged = new TransferAck(first.statement(), Signature.of(new byte[64]));
        assertEquals(AckVerdict.BAD_SIGNATURE, AckChain.empty().judge(forged, NOW));
        assertThrows(IllegalArgumentException.class, () -> first.statement().sign(uploader));
    }

    @Test
    void statementsThatCannotBeTrueCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> ack(0, -1, T0, Digest32.ZERO));
        assertThrows(IllegalArgumentException.class, () -> ack(0, 1, T0 - 1, Digest32.ZERO));
        assertThrows(IllegalArgumentException.class, () -> ack(1, 1, T0, Digest32.ZERO));
        assertThrows(IllegalArgumentException.class, () -> ack(0, 1, T0, first.hash()));
        assertThrows(IllegalArgumentException.class, () -> ack(1L << 32, 1, T0, first.hash()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AckStatement(
                        SWARM, uploader.publicKey(), uploader.publicKey(), SESSION, 0, 1, T0, T0, Digest32.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new Digest32("AB".repeat(32)));
    }

    private TransferAck ack(long sequence, long bytes, long to, Digest32 previous) {
        return new AckStatement(
                        SWARM, uploader.publicKey(), downloader.publicKey(), SESSION, sequence, bytes, T0, to, previous)
                .sign(downloader);
    }

    private static PeerSigningKey key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return PeerSigningKey.ofSeed(bytes);
    }
}
