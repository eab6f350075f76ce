package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import sealswarm.overlay.utp.UtpPacket.Kind;

/**
 * All connections of one UDP port. A stranger's datagram costs one look into a table and at most one datagram back, no longer than its
 * own; memory is given to callers within limits, and in earnest only once they have shown that they receive what is sent to their
 * address.
 */
public final class UtpEndpoint {
    /** Connections, whoever began them. */
    public static final int MAX_CONNECTIONS = 2_000;

    /** Callers that have not yet shown where they are; one more takes the place of one that is slow, or is ignored. */
    public static final int MAX_UNCONFIRMED = 50;

    /** Of these, callers from one address or network. */
    public static final int MAX_UNCONFIRMED_PER_CROWD = 8;

    /** Connections with one address or network. */
    public static final int MAX_PER_CROWD = 100;

    /** A caller that has not shown where it is by then makes room for another: an honest one needs a round trip. */
    public static final long SLOW_MICROS = 500_000;

    /** It is forgotten by then in any case. */
    public static final long UNCONFIRMED_MICROS = 10_000_000;

    /** Answers to datagrams that belong to no connection, in a second. */
    public static final int MAX_RESETS_PER_SECOND = 20;

    /** How often {@link #tick} is to be called while there are connections. */
    public static final long TICK_MICROS = 50_000;

    private static final long SECOND_MICROS = 1_000_000;
    private static final int NUMBERS = 1 << 16;

    private final Network network;
    private final RandomGenerator random;
    private final Map<Key, UtpConnection> connections = new HashMap<>();
    private final Map<Key, UtpConnection> unconfirmed = new LinkedHashMap<>();
    private final Map<UtpRemote, UtpConnection> calls = new HashMap<>();
    private final Map<String, Integer> perCrowd = new HashMap<>();
    private final Set<UtpConnection> touched = new LinkedHashSet<>();
    private final UtpConnection.Port port = new ConnectionPort();
    private Optional<Acceptor> acceptor = Optional.empty();
    private long resetSecond = Long.MIN_VALUE;
    private int resets;

    /** Sends datagrams. */
    @FunctionalInterface
    public interface Network {
        /** Sends one; it may be lost. */
        void send(UtpRemote to, ByteBuffer datagram);
    }

    /** Takes calls. */
    @FunctionalInterface
    public interface Acceptor {
        /** Somebody called; the answer is who uses the connection, empty if nobody wants it. */
        Optional<UtpUser> called(UtpConnection connection);
    }

    private record Key(UtpRemote remote, int receiveId) {}

    /** An endpoint that takes no calls until {@link #accept}. */
    public UtpEndpoint(Network network, RandomGenerator random) {
        this.network = network;
        this.random = random;
    }

    /** Takes calls, or none any more; connections that are there stay. */
    public void accept(Optional<Acceptor> other) {
        acceptor = other;
    }

    /** Connections, those included that only wait for their last bytes to be acknowledged. */
    public int count() {
        return connections.size();
    }

    /**
     * Calls.
     *
     * @return the connection, which is open when {@code user} hears so; empty if there are too many
     */
    public Optional<UtpConnection> call(UtpRemote remote, UtpUser user, long nowMicros) {
        if (connections.size() >= MAX_CONNECTIONS) {
            return Optional.empty();
        }
        int id = freeId(remote);
        UtpConnection caller = UtpConnection.call(remote, port, user, id, random.nextInt(NUMBERS), nowMicros);
        add(caller);
        calls.put(remote, caller);
        return Optional.of(caller);
    }

    /** An id that is free, as is the next one, which the other end will use. */
    private int freeId(UtpRemote remote) {
        for (; ; ) {
            int id = random.nextInt(NUMBERS);
            if (!connections.containsKey(new Key(remote, id))
                    && !connections.containsKey(new Key(remote, Sequence.next(id)))) {
                return id;
            }
        }
    }

    /** True if a datagram claims to be of this protocol: what else comes to the port is somebody else's. */
    public static boolean isPacket(ByteBuffer datagram) {
        return datagram.hasRemaining() && UtpPacket.hasVersion(datagram.get(datagram.position()));
    }

    /** Takes a datagram; {@link #endTurn} is to follow when no more are at hand. */
    public void receive(UtpRemote from, ByteBuffer datagram, long nowMicros) {
        Optional<UtpPacket> packet = UtpPacket.decode(datagram);
        if (packet.isPresent()) {
            receive(from, packet.get(), nowMicros);
        }
    }

    private void receive(UtpRemote from, UtpPacket packet, long nowMicros) {
        int id = packet.kind() == Kind.SYN ? Sequence.next(packet.connectionId()) : packet.connectionId();
        UtpConnection known = connections.get(new Key(from, id));
        if (known != null) {
            known.receive(packet, nowMicros);
            touched.add(known);
        } else if (packet.kind() == Kind.SYN) {
            called(from, packet, nowMicros);
        } else if (packet.kind() == Kind.RESET) {
            resetByTheirId(from, packet, nowMicros);
        } else if (mayReset(nowMicros)) {
            network.send(from, resetOf(packet, nowMicros).encode());
        }
    }

    /** Some clients reset by the id we send with. */
    private void resetByTheirId(UtpRemote from, UtpPacket packet, long nowMicros) {
        int sendId = packet.connectionId();
        for (int id : new int[] {Sequence.previous(sendId), Sequence.next(sendId)}) {
            UtpConnection known = connections.get(new Key(from, id));
            if (known != null && known.sendId() == sendId) {
                known.receive(packet, nowMicros);
                touched.add(known);
                return;
            }
        }
    }

    private boolean mayReset(long nowMicros) {
        long second = Math.floorDiv(nowMicros, SECOND_MICROS);
        if (second != resetSecond) {
            resetSecond = second;
            resets = 0;
        }
        return resets++ < MAX_RESETS_PER_SECOND;
    }

    private static UtpPacket resetOf(UtpPacket stray, long nowMicros) {
        return new UtpPacket(
                Kind.RESET,
                stray.connectionId(),
                (int) nowMicros,
                0,
                0,
                0,
                stray.sequence(),
                SelectiveAck.NONE,
                ByteBuffer.allocate(0));
    }

    private void called(UtpRemote from, UtpPacket call, long nowMicros) {
        UtpConnection ours = calls.get(from);
        if (acceptor.isEmpty() || (ours != null && ours.outranks(call)) || !hasRoomFor(from, nowMicros)) {
            return;
        }
        if (ours != null) {
            ours.giveWay();
        }
        answer(from, call, nowMicros);
    }

    private void answer(UtpRemote from, UtpPacket call, long nowMicros) {
        UtpConnection answered = UtpConnection.answer(from, port, call, random.nextInt(NUMBERS), nowMicros);
        add(answered);
        unconfirmed.put(keyOf(answered), answered);
    }

    private boolean hasRoomFor(UtpRemote from, long nowMicros) {
        long sameCrowd = unconfirmed.values().stream()
                .filter(each -> each.remote().crowd().equals(from.crowd()))
                .count();
        boolean crowded = from.isLimited()
                && (sameCrowd >= MAX_UNCONFIRMED_PER_CROWD || perCrowd.getOrDefault(from.crowd(), 0) >= MAX_PER_CROWD);
        if (crowded || connections.size() >= MAX_CONNECTIONS) {
            return false;
        }
        if (unconfirmed.size() < MAX_UNCONFIRMED) {
            return true;
        }
        UtpConnection oldest = unconfirmed.values().iterator().next();
        if (nowMicros - oldest.startedMicros() < SLOW_MICROS) {
            return false;
        }
        oldest.abort(nowMicros);
        return true;
    }

    private static Key keyOf(UtpConnection connection) {
        return new Key(connection.remote(), connection.receiveId());
    }

    private void add(UtpConnection connection) {
        connections.put(keyOf(connection), connection);
        perCrowd.merge(connection.remote().crowd(), 1, Integer::sum);
    }

    /** A batch of datagrams is over: hands on what it brought, sends what may leave, acknowledges. */
    public void endTurn(long nowMicros) {
        List<UtpConnection> turn = List.copyOf(touched);
        touched.clear();
        turn.forEach(connection -> connection.endTurn(nowMicros));
    }

    /** Sends what was written to {@code connection} as far as it may leave. */
    public void flush(UtpConnection connection, long nowMicros) {
        connection.endTurn(nowMicros);
    }

    /** To be called every {@link #TICK_MICROS} while there are connections. */
    public void tick(long nowMicros) {
        List.copyOf(unconfirmed.values()).stream()
                .filter(each -> nowMicros - each.startedMicros() >= UNCONFIRMED_MICROS)
                .forEach(each -> each.abort(nowMicros));
        List.copyOf(connections.values()).forEach(each -> each.tick(nowMicros));
    }

    /** Ends all connections at once. */
    public void close(long nowMicros) {
        acceptor = Optional.empty();
        new ArrayList<>(connections.values()).forEach(each -> each.abort(nowMicros));
    }

    private final class ConnectionPort implements UtpConnection.Port {
        @Override
        public void send(UtpConnection from, ByteBuffer datagram) {
            network.send(from.remote(), datagram);
        }

        @Override
        public Optional<UtpUser> confirmed(UtpConnection connection) {
            unconfirmed.remove(keyOf(connection));
            return acceptor.flatMap(taker -> taker.called(connection));
        }

        @Override
        public void gone(UtpConnection connection) {
            Key key = keyOf(connection);
            unconfirmed.remove(key);
            calls.remove(connection.remote(), connection);
            if (connections.remove(key, connection)) {
                perCrowd.computeIfPresent(connection.remote().crowd(), (crowd, count) -> count == 1 ? null : count - 1);
            }
        }
    }
}
