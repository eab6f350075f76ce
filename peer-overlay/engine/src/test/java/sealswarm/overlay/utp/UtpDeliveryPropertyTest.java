package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.utp.TrialHost.Ear;
import sealswarm.overlay.utp.TrialLine.Conditions;
import sealswarm.trial.Cases;

class UtpDeliveryPropertyTest {
    private static final long MINUTE = 60_000_000;

    private static byte[] bytes(RandomGenerator random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Conditions anyLine(RandomGenerator random) {
        return new Conditions(
                random.nextLong(200_000),
                random.nextLong(40_000),
                random.nextDouble() * 0.1,
                random.nextDouble() * 0.1,
                random.nextBoolean() ? 0 : 100_000 + random.nextLong(2_000_000),
                64 << 10);
    }

    @Test
    void bothWaysTheExactBytesArriveOverAnyLine() {
        Cases.forAll(29, 60, random -> {
            TrialClock clock = new TrialClock();
            TrialLine line = new TrialLine(clock, anyLine(random), random);
            TrialHost caller = new TrialHost(line, "a", random.nextLong(1L << 33), random);
            TrialHost called = new TrialHost(line, "b", random.nextLong(1L << 33), random);
            caller.connectTo(called);
            byte[] there = bytes(random, 1 + random.nextInt(300_000));
            byte[] back = bytes(random, 1 + random.nextInt(300_000));
            Ear ours = caller.call(called);
            caller.write(ours, there.clone());
            boolean met = clock.runUntil(() -> !called.called.isEmpty() || ours.ended, 4 * MINUTE);
            assertTrue(met, "they meet");
            if (ours.ended) {
                return;
            }
            Ear theirs = called.called.get(0);
            called.write(theirs, back.clone());
            assertTrue(
                    clock.runUntil(
                            () -> theirs.heardBytes >= there.length && ours.heardBytes >= back.length, 20 * MINUTE),
                    () -> "arrived: " + theirs.heardBytes + " of " + there.length + ", " + ours.heardBytes + " of "
                            + back.length);
            assertArrayEquals(there, theirs.heard.toByteArray());
            assertArrayEquals(back, ours.heard.toByteArray());
        });
    }

    @Test
    void aStreamLongerThanAllPacketNumbersArrives() {
        SplittableRandom random = new SplittableRandom(1);
        TrialClock clock = new TrialClock();
        TrialLine line = new TrialLine(clock, new Conditions(5_000, 2_000, 0.001, 0.001, 0, 0), random);
        TrialHost caller = new TrialHost(line, "a", 0, random);
        TrialHost called = new TrialHost(line, "b", -5, random);
        caller.connectTo(called);
        Ear ours = caller.call(called);
        int packets = 70_000;
        byte[] one = bytes(random, UtpConnection.MAX_PAYLOAD_BYTES);
        for (int i = 0; i < packets; i++) {
            ours.connection.orElseThrow().write(ByteBuffer.wrap(one));
        }
        long total = (long) packets * one.length;
        assertTrue(clock.runUntil(
                () -> !called.called.isEmpty() && called.called.get(0).heardBytes == total, 10 * MINUTE));
        assertFalse(ours.ended);
    }

    @Test
    void whatWasWrittenBeforeTheEndArrivesAndBothSidesEnd() {
        Cases.forAll(7, 30, random -> {
            TrialClock clock = new TrialClock();
            TrialLine line = new TrialLine(clock, new Conditions(20_000, 9_000, 0.02, 0.02, 0, 0), random);
            TrialHost caller = new TrialHost(line, "a", 3, random);
            TrialHost called = new TrialHost(line, "b", 1L << 32, random);
            caller.connectTo(called);
            byte[] all = bytes(random, 1 + random.nextInt(20_000));
            Ear ours = caller.call(called);
            assertTrue(clock.runUntil(() -> ours.opened || ours.ended, MINUTE));
            if (ours.ended) {
                return;
            }
            caller.write(ours, all.clone());
            ours.connection.orElseThrow().close(caller.now());
            assertTrue(ours.ended);
            assertTrue(clock.runUntil(() -> !called.called.isEmpty() && called.called.get(0).ended, 2 * MINUTE));
            assertArrayEquals(all, called.called.get(0).heard.toByteArray());
            assertTrue(clock.runUntil(() -> caller.endpoint.count() == 0 && called.endpoint.count() == 0, 3 * MINUTE));
        });
    }

    @Test
    void whoIsPausedHearsNothingAndGrantsNoMoreThanItsWindow() {
        SplittableRandom random = new SplittableRandom(3);
        TrialClock clock = new TrialClock();
        TrialLine line = new TrialLine(clock, Conditions.clean(10_000), random);
        TrialHost caller = new TrialHost(line, "a", 0, random);
        TrialHost called = new TrialHost(line, "b", 0, random);
        caller.connectTo(called);
        Ear ours = caller.call(called);
        caller.write(ours, new byte[] {1});
        assertTrue(clock.runUntil(() -> !called.called.isEmpty(), MINUTE));
        Ear theirs = called.called.get(0);
        clock.pass(MINUTE / 60);
        UtpConnection deaf = theirs.connection.orElseThrow();
        deaf.pauseInput();
        byte[] all = bytes(random, 3 << 20);
        caller.write(ours, all.clone());
        clock.pass(MINUTE);
        assertEquals(1, theirs.heardBytes);
        UtpConnection sender = ours.connection.orElseThrow();
        long gone = all.length - sender.waitingBytes();
        assertTrue(gone <= Reassembly.WINDOW_BYTES + 100L * UtpConnection.MAX_PAYLOAD_BYTES, () -> "sent " + gone);
        assertFalse(ours.ended, "a peer that has no room is there all the same");
        assertFalse(sender.isWritable());
        deaf.resumeInput(called.now());
        assertTrue(clock.runUntil(() -> theirs.heardBytes == all.length + 1, MINUTE));
        assertEquals(1, ours.writables);
        assertTrue(sender.isWritable());
    }

    @Test
    void aCallThatNobodyAnswersEnds() {
        SplittableRandom random = new SplittableRandom(4);
        TrialClock clock = new TrialClock();
        TrialLine line = new TrialLine(clock, new Conditions(1_000, 0, 1, 0, 0, 0), random);
        TrialHost caller = new TrialHost(line, "a", 0, random);
        TrialHost called = new TrialHost(line, "b", 0, random);
        caller.connectTo(called);
        Ear ours = caller.call(called);
        clock.pass(UtpConnection.CALL_MICROS - UtpEndpoint.TICK_MICROS);
        assertFalse(ours.ended);
        clock.pass(3 * UtpEndpoint.TICK_MICROS);
        assertTrue(ours.ended);
        assertFalse(ours.opened);
        assertEquals(0, caller.endpoint.count());
        // At 0, 1 and 3 s.
        assertEquals(3, caller.sentDatagrams);
    }

    @Test
    void whoFallsSilentIsGoneAndSilenceBetweenWordsIsNot() {
        SplittableRandom random = new SplittableRandom(5);
        TrialClock clock = new TrialClock();
        TrialLine line = new TrialLine(clock, Conditions.clean(10_000), random);
        TrialHost caller = new TrialHost(line, "a", 0, random);
        TrialHost called = new TrialHost(line, "b", 0, random);
        caller.connectTo(called);
        Ear ours = caller.call(called);
        caller.write(ours, new byte[] {1});
        clock.pass(10 * MINUTE);
        assertFalse(ours.ended);
        TrialHost nowhere = new TrialHost(line, "c", 0, random);
        caller.connectTo(nowhere);
        caller.write(ours, new byte[] {2});
        clock.pass(2 * MINUTE);
        assertTrue(ours.ended);
    }
}
