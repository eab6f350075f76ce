package sealswarm.overlay.utp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sealswarm.overlay.utp.TrialHost.Ear;
import sealswarm.overlay.utp.TrialLine.Conditions;

/** Sharing one bottleneck of 10 Mbit/s with 40 ms of round trip and a modem's queue of 400 ms. */
class LedbatTest {
    private static final long SECOND = 1_000_000;
    private static final long RATE = 1_250_000;
    private static final Conditions MODEM = new Conditions(20_000, 0, 0, 0, RATE, RATE * 4 / 10);

    /** A flow that yields only to loss, as TCP does: doubles at first, then one packet a round trip, half after a loss. */
    private static final class Greedy {
        private static final int PACKET = 1_400;

        private final TrialLine line;
        private double window = 4;
        private double doublesBelow = 1 << 20;
        private int inFlight;
        private long mayHalveMicros;
        private long arrivedBytes;
        private boolean stopped;

        Greedy(TrialLine line) {
            this.line = line;
        }

        void pump() {
            while (!stopped && inFlight < (int) window) {
                inFlight++;
                if (!line.carry(PACKET, this::arrived)) {
                    // The sender learns of it when what is queued before it has been answered.
                    line.clock.after(450_000, this::lost);
                }
            }
        }

        private void arrived() {
            arrivedBytes += PACKET;
            line.clock.after(20_000, () -> {
                inFlight--;
                window += window < doublesBelow ? 1 : 1 / window;
                pump();
            });
        }

        private void lost() {
            inFlight--;
            if (line.clock.micros() >= mayHalveMicros) {
                mayHalveMicros = line.clock.micros() + 450_000;
                window = Math.max(2, window / 2);
                doublesBelow = window;
            }
            pump();
        }
    }

    @Test
    void itFillsALineOfItsOwnAndYieldsToAGreedyFlowAndComesBack() {
        SplittableRandom random = new SplittableRandom(9);
        TrialClock clock = new TrialClock();
        TrialLine line = new TrialLine(clock, MODEM, random);
        TrialHost caller = new TrialHost(line, "a", 0, random);
        TrialHost called = new TrialHost(new TrialLine(clock, Conditions.clean(20_000), random), "b", 77, random);
        caller.connectTo(called);
        Ear ours = caller.call(called);
        feed(line, caller, ours);
        clock.pass(5 * SECOND);
        Ear theirs = called.called.get(0);

        double alone = share(clock, theirs, 20);
        assertTrue(alone >= 0.9, () -> "alone it has " + alone);

        Greedy greedy = new Greedy(line);
        greedy.pump();
        clock.pass(10 * SECOND);
        long before = greedy.arrivedBytes;
        double beside = share(clock, theirs, 60);
        double others = (greedy.arrivedBytes - before) / (60.0 * RATE);
        assertTrue(beside <= others / 2, () -> "beside a greedy flow that has " + others + " it has " + beside);
        assertTrue(others >= 0.8, () -> "the greedy flow has " + others);

        greedy.stopped = true;
        clock.pass(10 * SECOND);
        double again = share(clock, theirs, 20);
        assertTrue(again >= 0.9, () -> "alone again it has " + again);
    }

    @Test
    void itKeepsTheQueueAtItsTarget() {
        SplittableRandom random = new SplittableRandom(10);
        TrialClock clock = new TrialClock();
        TrialLine line = new TrialLine(clock, MODEM, random);
        TrialHost caller = new TrialHost(line, "a", 0, random);
        TrialHost called = new TrialHost(new TrialLine(clock, Conditions.clean(20_000), random), "b", 0, random);
        caller.connectTo(called);
        feed(line, caller, caller.call(called));
        clock.pass(20 * SECOND);
        long[] worst = new long[1];
        for (int i = 0; i < 200; i++) {
            long asked = line.clock.micros();
            line.carry(1, () -> worst[0] = Math.max(worst[0], line.clock.micros() - asked - 20_000));
            clock.pass(SECOND / 10);
        }
        assertTrue(worst[0] <= Ledbat.TARGET_MICROS * 3 / 2, () -> "another's packet queued " + worst[0] + " us");
    }

    /** Part of the line's rate that arrives in the next {@code seconds}; headers count for the line. */
    private static double share(TrialClock clock, Ear ear, int seconds) {
        long before = ear.heardBytes;
        clock.pass(seconds * SECOND);
        return (ear.heardBytes - before)
                / ((double) seconds * RATE)
                * (UtpConnection.MAX_PAYLOAD_BYTES + UtpPacket.HEADER_BYTES)
                / UtpConnection.MAX_PAYLOAD_BYTES;
    }

    private static void feed(TrialLine line, TrialHost from, Ear ear) {
        UtpConnection connection = ear.connection.orElseThrow();
        while (connection.isWritable()) {
            connection.write(ByteBuffer.allocate(64 << 10));
        }
        from.endpoint.flush(connection, from.now());
        line.clock.after(20_000, () -> feed(line, from, ear));
    }
}
