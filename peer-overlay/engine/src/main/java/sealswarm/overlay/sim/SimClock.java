package sealswarm.overlay.sim;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import sealswarm.overlay.swarm.MonotonicClock;

/**
 * Virtual time: it jumps from event to event. Events of one moment run in the order in which they were entered, so that a run depends
 * on nothing but its seed. One thread owns it.
 */
public final class SimClock implements MonotonicClock {
    /** Microseconds of a millisecond. */
    public static final long MILLI = 1_000;

    /** Microseconds of a second. */
    public static final long SECOND = 1_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMicros;
    private long entered;
    private long ran;

    private record Event(long micros, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(micros, other.micros);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Microseconds since the run began. */
    public long micros() {
        return nowMicros;
    }

    @Override
    public long millis() {
        return nowMicros / MILLI;
    }

    /** Events that have run. */
    long ran() {
        return ran;
    }

    /** Runs {@code action} at {@code micros}, or now if that is past. */
    void at(long micros, Runnable action) {
        events.add(new Event(Math.max(nowMicros, micros), entered++, action));
    }

    /** Runs {@code action} after so long. */
    void after(long delayMicros, Runnable action) {
        at(nowMicros + delayMicros, action);
    }

    /**
     * Lets time pass until {@code done} holds, which is asked after each event, or until {@code limitMicros}.
     *
     * @return whether it came to hold
     */
    boolean runUntil(BooleanSupplier done, long limitMicros) {
        while (!done.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.micros() > limitMicros) {
                nowMicros = Math.max(nowMicros, limitMicros);
                return false;
            }
            events.remove();
            nowMicros = next.micros();
            ran++;
            next.action().run();
        }
        return true;
    }

    /** Lets so much time pass. */
    public void pass(long micros) {
        runUntil(() -> false, nowMicros + micros);
    }
}
