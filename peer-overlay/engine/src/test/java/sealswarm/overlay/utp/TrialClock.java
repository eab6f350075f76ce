package sealswarm.overlay.utp;

import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Virtual time. */
final class TrialClock {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMicros;
    private long entered;

    private record Event(long micros, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(micros, other.micros);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    long micros() {
        return nowMicros;
    }

    void after(long micros, Runnable action) {
        events.add(new Event(nowMicros + micros, entered++, action));
    }

    /** Lets time pass until {@code done} or for so long; whether it came to be done. */
    boolean runUntil(BooleanSupplier done, long forMicros) {
        long limitMicros = nowMicros + forMicros;
        while (!done.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.micros() > limitMicros) {
                nowMicros = limitMicros;
                return false;
            }
            events.remove();
            nowMicros = next.micros();
            next.action().run();
        }
        return true;
    }

    void pass(long micros) {
        runUntil(() -> false, micros);
    }
}
