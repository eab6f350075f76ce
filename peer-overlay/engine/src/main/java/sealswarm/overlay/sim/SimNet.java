package sealswarm.overlay.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sealswarm.overlay.wire.PeerMessage;

/**
 * The simulated network: machines with lines of their own rates and distances, and TCP between them. The middle is as wide as need be.
 * Each machine shares its line fairly among its connections.
 */
final class SimNet {
    /** Payload of a full packet. */
    static final int PACKET_BYTES = 1_448;

    /** A call that nobody answers ends after this. */
    static final long CONNECT_MICROS = 10 * SimClock.SECOND;

    private static final int MILLION = 1_000_000;

    private final SimClock clock;
    private final RandomGenerator random;
    private final SimTrace trace;
    private final Map<String, SimHost> hosts = new LinkedHashMap<>();
    private final Map<Door, Consumer<SimSocket>> listeners = new HashMap<>();
    private final List<BiConsumer<SimSocket, Parcel>> observers = new ArrayList<>();
    private final Set<SimHost> island = new HashSet<>();

    /**
     * A packet train's way to the other end.
     *
     * @param micros how long it takes; negative if there is no way now
     * @param wasLost whether it had to be sent again
     */
    record Flight(long micros, boolean wasLost) {
        boolean isBlocked() {
            return micros < 0;
        }
    }

    private record Door(SimHost host, int port) {}

    SimNet(SimClock clock, RandomGenerator random, SimTrace trace) {
        this.clock = clock;
        this.random = random;
        this.trace = trace;
    }

    SimClock clock() {
        return clock;
    }

    /** Adds a machine. */
    SimHost attach(String address, Line line) {
        SimHost host = new SimHost(clock, address, hosts.size(), line);
        if (hosts.putIfAbsent(address, host) != null) {
            throw new IllegalArgumentException(address + " is taken");
        }
        return host;
    }

    /** Takes calls to {@code host} at {@code port}: {@code accept} gets our end of each. */
    void listen(SimHost host, int port, Consumer<SimSocket> accept) {
        listeners.put(new Door(host, port), accept);
    }

    /** Takes no more calls. */
    void stopListening(SimHost host, int port) {
        listeners.remove(new Door(host, port));
    }

    /** Calls a machine; {@code answer} gets the caller's end, or nothing if nobody is there. */
    void connect(SimHost from, String address, int port, Consumer<Optional<SimSocket>> answer) {
        SimHost to = hosts.get(address);
        if (to == null || !isPassable(from, to)) {
            clock.after(CONNECT_MICROS, () -> answer.accept(Optional.empty()));
            return;
        }
        long oneWay = from.line().latencyMicros() + to.line().latencyMicros();
        clock.after(oneWay, () -> arrive(from, new Door(to, port), oneWay, answer));
    }

    private void arrive(SimHost from, Door door, long oneWay, Consumer<Optional<SimSocket>> answer) {
        SimHost to = door.host();
        Consumer<SimSocket> accept = listeners.get(door);
        boolean deaf = to.manner() == SimHost.Manner.HALF_OPEN;
        if (to.manner() == SimHost.Manner.DOWN || (accept == null && !deaf)) {
            clock.after(oneWay, () -> answer.accept(Optional.empty()));
            return;
        }
        SimSocket near = SimSocket.connect(this, from, to);
        if (accept != null && !deaf) {
            accept.accept(near.otherEnd());
        }
        clock.after(oneWay, () -> answer.accept(Optional.of(near)));
    }

    /** Cuts these machines off from all others; an empty set heals the network. */
    void isolate(Set<SimHost> cutOff) {
        island.clear();
        island.addAll(cutOff);
    }

    boolean isPassable(SimHost one, SimHost other) {
        return island.contains(one) == island.contains(other);
    }

    boolean isPassable(SimSocket socket) {
        return isPassable(socket.host(), socket.otherEnd().host());
    }

    /** Time between the two ends, one way. */
    long latencyMicros(SimSocket socket) {
        return latencyMicros(socket.host(), socket.otherEnd().host());
    }

    long latencyMicros(SimHost one, SimHost other) {
        return one.line().latencyMicros() + other.line().latencyMicros();
    }

    /** How {@code bytes} that leave {@code socket} now travel. */
    Flight flight(SimSocket socket, int bytes) {
        Line here = socket.host().line();
        Line there = socket.otherEnd().host().line();
        if (!isPassable(socket)) {
            return new Flight(-1, false);
        }
        long oneWay = here.latencyMicros() + there.latencyMicros();
        long jitter = here.jitterMicros() + there.jitterMicros();
        long micros = oneWay + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
        int loss = here.lossPerMillion() + there.lossPerMillion();
        boolean lost = loss > 0 && isLost(loss, bytes);
        return new Flight(lost ? micros + 2 * oneWay : micros, lost);
    }

    private boolean isLost(int perMillion, int bytes) {
        int packets = (bytes + PACKET_BYTES - 1) / PACKET_BYTES;
        for (int i = 0; i < packets; i++) {
            if (random.nextInt(MILLION) < perMillion) {
                return true;
            }
        }
        return false;
    }

    /** Shows {@code observer} every parcel as it arrives, with the end it arrives at. */
    void observe(BiConsumer<SimSocket, Parcel> observer) {
        observers.add(observer);
    }

    /** Remembers that a train arrived. */
    void noteArrival(SimSocket socket, SimSocket.Train train) {
        int place = socket.otherEnd().host().number() << 16 | socket.host().number();
        for (Parcel parcel : train.parcels()) {
            trace.note(clock.micros(), place, parcel.sizeBytes(), detail(parcel));
            for (BiConsumer<SimSocket, Parcel> observer : observers) {
                observer.accept(socket, parcel);
            }
        }
    }

    private static long detail(Parcel parcel) {
        if (!(parcel instanceof Parcel.Frame frame)) {
            return 0;
        }
        PeerMessage message = frame.message();
        long kind = message.kind().id() & 0xff;
        if (message instanceof PeerMessage.Piece piece) {
            return (kind << 56) | ((long) piece.piece() << 24) | piece.begin();
        }
        if (message instanceof PeerMessage.Request request) {
            return (kind << 56)
                    | ((long) request.range().piece() << 24)
                    | request.range().begin();
        }
        return message instanceof PeerMessage.Have have ? (kind << 56) | have.piece() : kind << 56;
    }
}
