package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One direction of a line: a bottleneck with a queue, then a way that delays, loses, doubles and reorders. */
final class TrialLine {
    final TrialClock clock;
    private final RandomGenerator random;
    private final Conditions conditions;
    private long freeAtMicros;

    /** What a line is like; a rate of 0 is no bottleneck. */
    record Conditions(
            long delayMicros, long jitterMicros, double loss, double doubling, long bytesPerSecond, long queueBytes) {
        static Conditions clean(long delayMicros) {
            return new Conditions(delayMicros, 0, 0, 0, 0, 0);
        }
    }

    TrialLine(TrialClock clock, Conditions conditions, RandomGenerator random) {
        this.clock = clock;
        this.conditions = conditions;
        this.random = random;
    }

    /** Carries bytes over the bottleneck; false if its queue was full. */
    boolean carry(int bytes, Runnable arrival) {
        long waitMicros = 0;
        if (conditions.bytesPerSecond > 0) {
            long queuedMicros = Math.max(0, freeAtMicros - clock.micros());
            if (queuedMicros * conditions.bytesPerSecond / 1_000_000 + bytes > conditions.queueBytes) {
                return false;
            }
            freeAtMicros = Math.max(freeAtMicros, clock.micros()) + bytes * 1_000_000L / conditions.bytesPerSecond;
            waitMicros = freeAtMicros - clock.micros();
        }
        clock.after(waitMicros + conditions.delayMicros, arrival);
        return true;
    }

    /** Carries a datagram as the conditions are. */
    void carry(ByteBuffer datagram, Consumer<ByteBuffer> receiver) {
        ByteBuffer copy =
                ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        int copies = random.nextDouble() < conditions.doubling ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long jitter = conditions.jitterMicros == 0 ? 0 : random.nextLong(conditions.jitterMicros);
            if (random.nextDouble() >= conditions.loss) {
                carry(copy.remaining(), () -> clock.after(jitter, () -> receiver.accept(copy.duplicate())));
            }
        }
    }
}
