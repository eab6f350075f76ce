package sealswarm.overlay.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sealswarm.overlay.ack.AckBatch;
import sealswarm.overlay.ack.AckStatement;
import sealswarm.overlay.ack.AckedSession;
import sealswarm.overlay.ack.Digest32;
import sealswarm.overlay.ack.TransferAck;
import sealswarm.overlay.token.PeerCertificate;
import sealswarm.overlay.token.PeerSigningKey;
import sealswarm.overlay.token.Signature;
import sealswarm.overlay.token.TrustDomain;

class AckOutboxTest {
    private static final Instant NOW = Instant.ofEpochSecond(SampleMember.EPOCH_SECOND);
    private static final PeerSigningKey UP = SampleMember.key(1);
    private static final PeerSigningKey DOWN = SampleMember.key(2);
    private static final PeerCertificate UPLOADER = SampleMember.certificate(UP, Pair.SWARM, TrustDomain.USER, NOW);
    private static final PeerCertificate DOWNLOADER = SampleMember.certificate(DOWN, Pair.SWARM, TrustDomain.USER, NOW);

    private final AckOutbox outbox = new AckOutbox();

    @TempDir
    Path directory;

    /** Signatures do not matter here. */
    private static TransferAck ack(int session, int sequence) {
        return new TransferAck(
                new AckStatement(
                        Pair.SWARM,
                        UP.publicKey(),
                        DOWN.publicKey(),
                        Digest32.ofContent(
                                ByteBuffer.allocate(4).putInt(session).array()),
                        sequence,
                        sequence + 1L,
                        0,
                        0,
                        sequence == 0 ? Digest32.ZERO : Digest32.ofContent(new byte[] {1})),
                Signature.of(new byte[64]));
    }

    private void add(int session, int sequence) {
        outbox.add(UPLOADER, DOWNLOADER, ack(session, sequence));
    }

    @Test
    void batchesAreFullAndInOrderAndLeaveWhenJudged() {
        for (int i = 0; i < AckedSession.MAX_ACKS + 1; i++) {
            add(1, i);
        }
        add(2, 0);
        AckBatch first = outbox.next().orElseThrow();
        assertEquals(List.of(256, 1), sizes(first));
        add(1, AckedSession.MAX_ACKS + 1);
        outbox.judged(first);
        assertEquals(List.of(2), sizes(outbox.next().orElseThrow()));
        outbox.judged(outbox.next().orElseThrow());
        assertEquals(Optional.empty(), outbox.next());
        assertEquals(0, outbox.count());
        outbox.judged(first);
        assertEquals(0, outbox.count());
    }

    private static List<Integer> sizes(AckBatch batch) {
        return batch.sessions().stream().map(session -> session.acks().size()).toList();
    }

    @Test
    void theOldestSessionGivesWayAtTheLimits() {
        for (int i = 0; i < AckOutbox.MAX_SESSIONS; i++) {
            add(i, 0);
        }
        assertEquals(AckOutbox.MAX_SESSIONS, outbox.count());
        add(AckOutbox.MAX_SESSIONS, 0);
        assertEquals(AckOutbox.MAX_SESSIONS, outbox.count());
        assertEquals(
                ack(1, 0).statement().session(),
                outbox.next().orElseThrow().sessions().get(0).session());
        AckOutbox long_ = new AckOutbox();
        long_.add(UPLOADER, DOWNLOADER, ack(1, 0));
        for (int i = 0; i < AckOutbox.MAX_ACKS - 1; i++) {
            long_.add(UPLOADER, DOWNLOADER, ack(2, i));
        }
        assertEquals(AckOutbox.MAX_ACKS, long_.count());
        long_.add(UPLOADER, DOWNLOADER, ack(2, AckOutbox.MAX_ACKS - 1));
        assertEquals(AckOutbox.MAX_ACKS, long_.count(), "the session of one gave way");
    }

    @Test
    void whatIsKeptOutlivesTheProcess() throws IOException {
        AckFile file = new AckFile(directory.resolve("track.acks"));
        assertEquals(List.of(), file.read());
        for (int i = 0; i < 300; i++) {
            add(1, i);
        }
        file.write(outbox.changes().orElseThrow());
        assertFalse(outbox.changes().isPresent());
        AckOutbox next = new AckOutbox();
        next.restore(file.read());
        assertEquals(300, next.count());
        assertEquals(outbox.next(), next.next());
        assertFalse(next.changes().isPresent());
        file.write(List.of());
        assertFalse(Files.exists(directory.resolve("track.acks")));
    }

    @Test
    void aDamagedFileCountsAsNone() throws IOException {
        Path path = directory.resolve("track.acks");
        AckFile file = new AckFile(path);
        add(1, 0);
        file.write(outbox.changes().orElseThrow());
        byte[] good = Files.readAllBytes(path);
        List<byte[]> damaged = new ArrayList<>();
        damaged.add(java.util.Arrays.copyOf(good, good.length - 1));
        damaged.add(new byte[] {0, 0, 0, 0});
        damaged.add(new byte[] {127, 0, 0, 0, 1});
        for (byte[] bytes : damaged) {
            Files.write(path, bytes);
            assertTrue(file.read().isEmpty());
        }
    }
}
