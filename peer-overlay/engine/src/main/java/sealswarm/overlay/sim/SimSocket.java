package sealswarm.overlay.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.wire.PeerMessage;

/**
 * One end of a simulated TCP connection: ordered, with a congestion window that doubles each round trip, then grows slowly, and
 * halves at a loss or a full queue. Bytes that the other end does not read hold the window.
 */
final class SimSocket {
    /** What leaves in one turn of a line. */
    static final int TRAIN_BYTES = 16 << 10;

    /** The window a connection begins with: ten packets. */
    static final int FIRST_WINDOW_BYTES = 10 * SimNet.PACKET_BYTES;

    /** While the other end cannot be reached what flies is sent again this often. */
    static final long RETRY_MICROS = SimClock.SECOND;

    /** The largest window. */
    static final int MAX_WINDOW_BYTES = 4 << 20;

    private final SimNet net;
    private final SimHost host;
    private final Deque<Parcel> queue = new ArrayDeque<>();
    private final Deque<Train> unread = new ArrayDeque<>();
    private @Nullable SimSocket other;
    private Events events = Events.NONE;
    private long queuedBytes;
    private long flyingBytes;
    private double windowBytes = FIRST_WINDOW_BYTES;
    private double slowFromBytes = MAX_WINDOW_BYTES;
    private long lastLandingMicros;
    private long lastHalvedMicros = Long.MIN_VALUE / 2;
    private boolean waiting;
    private boolean blocked;
    private boolean paused;
    private boolean wantsRoom;
    private boolean open = true;

    /** Parcels that travel together. */
    record Train(List<Parcel> parcels, int bytes) {}

    /** What happens to an end. */
    interface Events {
        /** Hears nothing. */
        Events NONE = new Events() {
            @Override
            public void arrived(List<Parcel> parcels) {}

            @Override
            public void drained() {}

            @Override
            public void closed() {}
        };

        /** Parcels arrived, in order. */
        void arrived(List<Parcel> parcels);

        /** Something left, and there is more room in the queue; told while that is wanted. */
        void drained();

        /** The connection is gone; it is told once, and not to the end that closed it. */
        void closed();
    }

    private SimSocket(SimNet net, SimHost host) {
        this.net = net;
        this.host = host;
        host.opened(this);
    }

    /** The two ends of a new connection. */
    static SimSocket connect(SimNet net, SimHost caller, SimHost called) {
        SimSocket near = new SimSocket(net, caller);
        SimSocket far = new SimSocket(net, called);
        near.other = far;
        far.other = near;
        return near;
    }

    SimSocket otherEnd() {
        SimSocket there = other;
        if (there == null) {
            throw new IllegalStateException("a connection has two ends");
        }
        return there;
    }

    SimHost host() {
        return host;
    }

    void listen(Events listener) {
        events = listener;
    }

    boolean isOpen() {
        return open;
    }

    /** Bytes that have not left. */
    long queuedBytes() {
        return queuedBytes;
    }

    void send(Parcel parcel) {
        if (open) {
            queue.add(parcel);
            queuedBytes += parcel.sizeBytes();
            host.wake(this);
        }
    }

    /** Whether {@link Events#drained} is to be called. */
    void setWantsRoom(boolean now) {
        wantsRoom = now;
    }

    /** Waits for its turn at the line. */
    void setWaiting(boolean now) {
        waiting = now;
    }

    /** True if something is queued, the window lets it go, and its turn is not already waited for. */
    boolean isReady() {
        return open && !blocked && !waiting && !queue.isEmpty() && flyingBytes < windowBytes;
    }

    /** Takes the next parcels off the queue. */
    Train depart() {
        List<Parcel> parcels = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && (parcels.isEmpty() || bytes + queue.element().sizeBytes() <= TRAIN_BYTES)) {
            Parcel next = queue.remove();
            parcels.add(next);
            bytes += next.sizeBytes();
        }
        queuedBytes -= bytes;
        flyingBytes += bytes;
        return new Train(parcels, bytes);
    }

    /** The parcels have left the line: they fly, and land in order. */
    void fly(Train train) {
        SimSocket there = otherEnd();
        SimNet.Flight flight = net.flight(this, train.bytes());
        if (flight.isBlocked()) {
            blocked = true;
            net.clock().after(RETRY_MICROS, () -> flyAgain(train));
            return;
        }
        if (flight.wasLost()) {
            halve();
        }
        lastLandingMicros = Math.max(net.clock().micros() + flight.micros(), lastLandingMicros);
        net.clock().at(lastLandingMicros, () -> there.land(train));
        if (wantsRoom) {
            net.clock().after(0, this::told);
        }
    }

    private void flyAgain(Train train) {
        blocked = false;
        if (open) {
            fly(train);
            host.wake(this);
        }
    }

    private void told() {
        if (open) {
            events.drained();
        }
    }

    private void land(Train train) {
        long through = host.receive(train.bytes());
        if (through - net.clock().micros() > SimHost.FULL_QUEUE_MICROS) {
            otherEnd().halve();
        }
        if (through == net.clock().micros()) {
            arrive(train);
        } else {
            net.clock().at(through, () -> arrive(train));
        }
    }

    private void arrive(Train train) {
        if (!open) {
            return;
        }
        if (paused) {
            unread.add(train);
            return;
        }
        SimSocket there = otherEnd();
        net.clock().after(net.latencyMicros(this), () -> there.acknowledged(train.bytes()));
        net.noteArrival(this, train);
        events.arrived(train.parcels());
    }

    private void acknowledged(int bytes) {
        flyingBytes -= bytes;
        windowBytes += windowBytes < slowFromBytes ? bytes : (double) SimNet.PACKET_BYTES * bytes / windowBytes;
        windowBytes = Math.min(windowBytes, MAX_WINDOW_BYTES);
        if (open) {
            host.wake(this);
        }
    }

    /** A loss, or the word of a full queue: at most once in a round trip. */
    private void halve() {
        long now = net.clock().micros();
        if (now - lastHalvedMicros >= 2 * net.latencyMicros(this)) {
            lastHalvedMicros = now;
            windowBytes = Math.max(2.0 * SimNet.PACKET_BYTES, windowBytes / 2);
            slowFromBytes = windowBytes;
        }
    }

    /** Reads no more until {@link #resume}. */
    void pause() {
        paused = true;
    }

    void resume() {
        if (paused) {
            paused = false;
            net.clock().after(0, this::readOn);
        }
    }

    private void readOn() {
        while (!paused && !unread.isEmpty()) {
            arrive(unread.remove());
        }
    }

    /** Closes the connection; the other end hears of it when what flies has landed. */
    void close() {
        if (open) {
            shut();
            SimSocket there = otherEnd();
            long heard = Math.max(net.clock().micros() + net.latencyMicros(this), lastLandingMicros);
            if (net.isPassable(this)) {
                net.clock().at(heard, there::ended);
            }
        }
    }

    /** The connection breaks for both ends at once. */
    void breakDown() {
        ended();
        otherEnd().ended();
    }

    private void ended() {
        if (open) {
            shut();
            events.closed();
        }
    }

    private void shut() {
        open = false;
        host.closed(this);
        queue.forEach(SimSocket::giveBack);
        queue.clear();
        unread.clear();
    }

    private static void giveBack(Parcel parcel) {
        if (parcel instanceof Parcel.Frame frame && frame.message() instanceof PeerMessage.Piece piece) {
            piece.data().release();
        }
    }
}
