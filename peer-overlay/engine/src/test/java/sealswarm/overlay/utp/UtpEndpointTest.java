package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.utp.TrialHost.Ear;
import sealswarm.overlay.utp.TrialLine.Conditions;
import sealswarm.overlay.utp.UtpPacket.Kind;
import sealswarm.trial.Cases;

/** What strangers send. */
class UtpEndpointTest {
    private static final long SECOND = 1_000_000;
    private static final List<Kind> KINDS = List.of(Kind.values());

    private final List<UtpPacket> sent = new ArrayList<>();
    private int largestSent;
    private final List<Ear> ears = new ArrayList<>();
    private final UtpEndpoint endpoint = new UtpEndpoint(
            (to, datagram) -> {
                largestSent = Math.max(largestSent, datagram.remaining());
                sent.add(UtpPacket.decode(datagram).orElseThrow());
            },
            new SplittableRandom(1));

    UtpEndpointTest() {
        endpoint.accept(Optional.of(connection -> {
            Ear ear = new Ear();
            ear.connection = Optional.of(connection);
            ears.add(ear);
            return Optional.of(ear);
        }));
    }

    private static UtpRemote remote(int number) {
        String host = "192.0.2." + number;
        return new UtpRemote(host, 6_881, host);
    }

    private static ByteBuffer packet(Kind kind, int id, int sequence, int acknowledged, int payloadBytes) {
        return new UtpPacket(
                        kind,
                        id,
                        0,
                        0,
                        1 << 20,
                        sequence,
                        acknowledged,
                        SelectiveAck.NONE,
                        ByteBuffer.allocate(payloadBytes))
                .encode();
    }

    private void receive(UtpRemote from, ByteBuffer datagram, long now) {
        endpoint.receive(from, datagram, now);
        endpoint.endTurn(now);
    }

    /** Calls and proves to be there; the number our side sends next. */
    private int enter(UtpRemote from, int id) {
        receive(from, packet(Kind.SYN, id, 100, 0, 0), 0);
        int theirs = sent.get(sent.size() - 1).sequence();
        receive(from, packet(Kind.DATA, id + 1, 101, Sequence.previous(theirs), 3), 0);
        return theirs;
    }

    @Test
    void aCallerIsAnsweredAndHeardOnlyWhenItHasGotTheAnswer() {
        receive(remote(1), packet(Kind.SYN, 5, 100, 0, 0), 0);
        assertEquals(1, sent.size());
        UtpPacket answer = sent.get(0);
        assertEquals(Kind.STATE, answer.kind());
        assertEquals(5, answer.connectionId());
        assertEquals(100, answer.acknowledged());
        assertEquals(UtpPacket.HEADER_BYTES, largestSent);
        receive(remote(1), packet(Kind.DATA, 6, 101, answer.sequence(), 3), 0);
        assertTrue(ears.isEmpty(), "it acknowledged what was never sent");
        receive(remote(1), packet(Kind.DATA, 6, 101, Sequence.previous(answer.sequence()), 3), 0);
        assertEquals(3, ears.get(0).heardBytes);
    }

    @Test
    void nobodyIsAnsweredWhileNoCallsAreTaken() {
        endpoint.accept(Optional.empty());
        receive(remote(1), packet(Kind.SYN, 5, 100, 0, 0), 0);
        assertTrue(sent.isEmpty());
        assertEquals(0, endpoint.count());
    }

    @Test
    void aFloodOfCallsFromOneAddressHoldsFewPlaces() {
        for (int i = 0; i < 1_000; i++) {
            receive(remote(1), packet(Kind.SYN, 2 * i, 100, 0, 0), i);
        }
        assertEquals(UtpEndpoint.MAX_UNCONFIRMED_PER_CROWD, endpoint.count());
        assertEquals(UtpEndpoint.MAX_UNCONFIRMED_PER_CROWD, sent.size());
    }

    @Test
    void aFloodOfCallsFromManyAddressesIsBoundedAndLetsAnHonestCallerInLater() {
        for (int i = 0; i < 250; i++) {
            receive(remote(i), packet(Kind.SYN, 2, 100, 0, 0), i);
        }
        assertEquals(UtpEndpoint.MAX_UNCONFIRMED, endpoint.count());
        assertEquals(UtpEndpoint.MAX_UNCONFIRMED, sent.size());
        receive(remote(251), packet(Kind.SYN, 2, 100, 0, 0), UtpEndpoint.SLOW_MICROS);
        assertEquals(UtpEndpoint.MAX_UNCONFIRMED, endpoint.count());
        assertEquals(UtpEndpoint.MAX_UNCONFIRMED + 1, sent.size());
        int answer = sent.get(sent.size() - 1).sequence();
        receive(remote(251), packet(Kind.DATA, 3, 101, Sequence.previous(answer), 1), UtpEndpoint.SLOW_MICROS + 1);
        assertEquals(1, ears.size());
        endpoint.tick(UtpEndpoint.UNCONFIRMED_MICROS + UtpEndpoint.SLOW_MICROS);
        assertEquals(1, endpoint.count());
    }

    @Test
    void oneAddressHasALimitOfConnections() {
        for (int i = 0; i <= UtpEndpoint.MAX_PER_CROWD; i++) {
            UtpRemote from = new UtpRemote("192.0.2.1", 1_000 + i, "192.0.2.1");
            receive(from, packet(Kind.SYN, 5, 100, 0, 0), 0);
            int answer = sent.get(sent.size() - 1).sequence();
            receive(from, packet(Kind.DATA, 6, 101, Sequence.previous(answer), 1), 0);
        }
        assertEquals(UtpEndpoint.MAX_PER_CROWD, ears.size());
        receive(remote(2), packet(Kind.SYN, 5, 100, 0, 0), 0);
        assertEquals(UtpEndpoint.MAX_PER_CROWD + 1, endpoint.count());
    }

    @Test
    void connectionsHaveALimitInAll() {
        Ear ear = new Ear();
        for (int i = 0; i < UtpEndpoint.MAX_CONNECTIONS; i++) {
            assertTrue(endpoint.call(remote(1), ear, 0).isPresent());
        }
        assertTrue(endpoint.call(remote(1), ear, 0).isEmpty());
        receive(remote(2), packet(Kind.SYN, 5, 100, 0, 0), 0);
        assertEquals(UtpEndpoint.MAX_CONNECTIONS, endpoint.count());
    }

    @Test
    void theAnswerToAStrayPacketIsNoLargerAndThereAreFew() {
        for (int i = 0; i < 1_000; i++) {
            receive(remote(i % 250), packet(Kind.DATA, i, 7, 9, 0), 0);
        }
        assertEquals(UtpEndpoint.MAX_RESETS_PER_SECOND, sent.size());
        assertEquals(UtpPacket.HEADER_BYTES, largestSent);
        assertEquals(Kind.RESET, sent.get(0).kind());
        assertEquals(7, sent.get(0).acknowledged());
        receive(remote(1), packet(Kind.DATA, 1, 7, 9, 0), SECOND);
        assertEquals(UtpEndpoint.MAX_RESETS_PER_SECOND + 1, sent.size());
        receive(remote(1), packet(Kind.RESET, 1, 7, 9, 0), 2 * SECOND);
        assertEquals(UtpEndpoint.MAX_RESETS_PER_SECOND + 1, sent.size(), "a reset is not reset");
    }

    @Test
    void aResetNeedsTheNumberOfAPacketOfOurs() {
        int next = enter(remote(1), 5);
        for (int acknowledged : new int[] {next + 1, next - 3, next + 30_000}) {
            receive(remote(1), packet(Kind.RESET, 6, 0, Sequence.wrap(acknowledged), 0), 0);
            receive(remote(1), packet(Kind.RESET, 5, 0, Sequence.wrap(acknowledged), 0), 0);
        }
        receive(remote(2), packet(Kind.RESET, 6, 0, Sequence.previous(next), 0), 0);
        assertFalse(ears.get(0).ended);
        receive(remote(1), packet(Kind.RESET, 6, 0, Sequence.previous(next), 0), 0);
        assertTrue(ears.get(0).ended);
        assertEquals(0, endpoint.count());
    }

    @Test
    void aResetByTheOtherIdCountsToo() {
        int next = enter(remote(1), 5);
        receive(remote(1), packet(Kind.RESET, 5, 0, next, 0), 0);
        assertTrue(ears.get(0).ended);
    }

    @Test
    void dataThatAcknowledgesWhatWasNeverSentIsNotHeard() {
        int next = enter(remote(1), 5);
        receive(remote(1), packet(Kind.DATA, 6, 102, next, 3), 0);
        receive(remote(1), packet(Kind.FIN, 6, 102, Sequence.wrap(next + 500), 0), 0);
        assertEquals(3, ears.get(0).heardBytes);
        assertFalse(ears.get(0).ended);
        receive(remote(1), packet(Kind.DATA, 6, 102, Sequence.previous(next), 3), 0);
        assertEquals(6, ears.get(0).heardBytes);
    }

    @Test
    void whatNobodyWantsIsReset() {
        endpoint.accept(Optional.of(connection -> Optional.empty()));
        enter(remote(1), 5);
        assertEquals(Kind.RESET, sent.get(sent.size() - 1).kind());
        assertEquals(0, endpoint.count());
    }

    @Test
    void changedDatagramsNeverDisturbAnotherConnection() {
        Cases.forAll(40, 200, random -> {
            TrialClock clock = new TrialClock();
            TrialLine line = new TrialLine(clock, Conditions.clean(5_000), random);
            TrialHost victim = new TrialHost(line, "victim", 0, random);
            TrialHost honest = new TrialHost(line, "honest", 0, random);
            honest.connectTo(victim);
            Ear ours = honest.call(victim);
            byte[] word = {1, 2, 3};
            honest.write(ours, word.clone());
            assertTrue(clock.runUntil(() -> !victim.called.isEmpty(), SECOND));
            UtpRemote liar = new UtpRemote("liar", 1, "liar");
            for (int i = 0; i < 50; i++) {
                ByteBuffer datagram = packet(
                        KINDS.get(random.nextInt(KINDS.size())),
                        random.nextInt(4),
                        random.nextInt(65_536),
                        random.nextInt(65_536),
                        random.nextInt(30));
                for (int change = random.nextInt(4); change > 0; change--) {
                    datagram.put(random.nextInt(datagram.limit()), (byte) random.nextInt());
                }
                datagram.limit(random.nextInt(datagram.capacity() + 1));
                victim.receive(liar, datagram);
                clock.pass(10_000);
            }
            assertTrue(victim.endpoint.count() <= 1 + UtpEndpoint.MAX_UNCONFIRMED_PER_CROWD);
            honest.write(ours, word.clone());
            assertTrue(clock.runUntil(() -> victim.called.get(0).heardBytes == 6, SECOND));
        });
    }

    @Test
    void aHostilePartnerIsBoundedWhateverItSends() {
        Cases.forAll(41, 100, random -> {
            UtpRemote from = remote(1);
            sent.clear();
            ears.clear();
            int id = random.nextInt(60_000);
            int next = enter(from, id);
            int expected = 102;
            long said = 0;
            for (int i = 0; i < 300; i++) {
                int payload = random.nextInt(1_400);
                said += payload;
                ByteBuffer datagram = packet(
                        random.nextInt(8) == 0 ? Kind.STATE : Kind.DATA,
                        id + 1,
                        Sequence.wrap(expected + random.nextInt(3_000) - 500),
                        Sequence.wrap(next - 1 - random.nextInt(6_000)),
                        payload);
                receive(from, datagram, i);
            }
            Ear ear = ears.get(0);
            assertTrue(ear.heardBytes <= 3 + said);
            assertTrue(ear.connection.orElseThrow().waitingBytes() == 0);
            // One acknowledgement for each packet at most, and nothing else.
            assertTrue(sent.size() <= 303, () -> "sent " + sent.size());
            ear.connection.orElseThrow().abort(300);
        });
    }
}
