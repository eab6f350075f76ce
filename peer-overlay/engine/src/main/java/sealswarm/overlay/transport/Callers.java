package sealswarm.overlay.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import sealswarm.overlay.swarm.MonotonicClock;

/** Who has called and not shaken hands yet: a bounded number, of which the slow make room. Belongs to one loop. */
final class Callers {
    private final MonotonicClock clock;
    private final Map<Object, Caller> waiting = new LinkedHashMap<>();

    private record Caller(Runnable close, long sinceMillis) {}

    Callers(MonotonicClock clock) {
        this.clock = clock;
    }

    /** True if one more may wait; the oldest is closed for it if it was slow. */
    boolean hasRoom() {
        if (waiting.size() < PeerNetwork.MAX_HALF_OPEN) {
            return true;
        }
        Map.Entry<Object, Caller> oldest = waiting.entrySet().iterator().next();
        if (clock.millis() - oldest.getValue().sinceMillis() < PeerNetwork.SLOW_MILLIS) {
            return false;
        }
        waiting.remove(oldest.getKey());
        oldest.getValue().close().run();
        return true;
    }

    /** One waits; {@code close} ends its connection. */
    void add(Object caller, Runnable close) {
        waiting.put(caller, new Caller(close, clock.millis()));
    }

    /** One waits no more. */
    void remove(Object caller) {
        waiting.remove(caller);
    }
}
