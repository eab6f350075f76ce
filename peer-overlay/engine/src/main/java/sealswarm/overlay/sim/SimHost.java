package sealswarm.overlay.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A machine on the simulated network: its line, and the connections that share it in turns. What it sends leaves connection by
 * connection, a packet train each; what it receives queues at its line's far end.
 */
final class SimHost {
    /** Above this queueing time at a receiver's line senders are told to slow down. */
    static final long FULL_QUEUE_MICROS = 100 * SimClock.MILLI;

    private final SimClock clock;
    private final String address;
    private final int number;
    private final Deque<SimSocket> ready = new ArrayDeque<>();
    private final Set<SimSocket> sockets = new LinkedHashSet<>();
    private Line line;
    private Manner manner = Manner.UP;
    private boolean sending;
    private long receivingUntilMicros;
    private long sentBytes;
    private long receivedBytes;

    /** How a machine meets callers. */
    enum Manner {
        /** It answers. */
        UP,
        /** It takes calls and says nothing, ever. */
        HALF_OPEN,
        /** It is gone: calls find nobody. */
        DOWN
    }

    SimHost(SimClock clock, String address, int number, Line line) {
        this.clock = clock;
        this.address = address;
        this.number = number;
        this.line = line;
    }

    String address() {
        return address;
    }

    /** Its place in the order of attachment. */
    int number() {
        return number;
    }

    Line line() {
        return line;
    }

    /** Changes the line from now on. */
    void setLine(Line next) {
        line = next;
    }

    Manner manner() {
        return manner;
    }

    /** Changes how callers are met; one that goes down resets its connections. */
    void setManner(Manner next) {
        manner = next;
        if (next == Manner.DOWN) {
            List.copyOf(sockets).forEach(SimSocket::close);
        }
    }

    /** Resets every connection, as a router that forgot them does. */
    void resetAll() {
        List.copyOf(sockets).forEach(SimSocket::breakDown);
    }

    /** Bytes that left over the line, lower layers not counted. */
    long sentBytes() {
        return sentBytes;
    }

    /** Bytes that came over the line. */
    long receivedBytes() {
        return receivedBytes;
    }

    List<SimSocket> sockets() {
        return new ArrayList<>(sockets);
    }

    void opened(SimSocket socket) {
        sockets.add(socket);
    }

    void closed(SimSocket socket) {
        sockets.remove(socket);
        ready.remove(socket);
    }

    /** A connection may have something to send now. */
    void wake(SimSocket socket) {
        if (queueUp(socket)) {
            serve();
        }
    }

    private boolean queueUp(SimSocket socket) {
        boolean joins = socket.isReady();
        if (joins) {
            socket.setWaiting(true);
            ready.add(socket);
        }
        return joins;
    }

    private void serve() {
        while (!sending) {
            SimSocket next = ready.poll();
            if (next == null) {
                return;
            }
            next.setWaiting(false);
            SimSocket.Train train = next.depart();
            sentBytes += train.bytes();
            long rate = line.upBytesPerSecond();
            if (rate == 0) {
                left(next, train);
            } else {
                sending = true;
                clock.after(train.bytes() * SimClock.SECOND / rate, () -> {
                    sending = false;
                    left(next, train);
                    serve();
                });
            }
        }
    }

    private void left(SimSocket socket, SimSocket.Train train) {
        socket.fly(train);
        queueUp(socket);
    }

    /** When bytes that reach the line now will have come through it. */
    long receive(int bytes) {
        receivedBytes += bytes;
        long rate = line.downBytesPerSecond();
        if (rate == 0) {
            return clock.micros();
        }
        receivingUntilMicros = Math.max(clock.micros(), receivingUntilMicros) + bytes * SimClock.SECOND / rate;
        return receivingUntilMicros;
    }
}
