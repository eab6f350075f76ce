package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.utp.UtpPacket.Kind;

/**
 * One connection: a stream of bytes each way. What is to leave leaves when the turn ends, or when an acknowledgement makes room; so do
 * acknowledgements, one for all that a turn brought.
 */
public final class UtpConnection {
    /**
     * The payload of a full packet: with IPv6's headers it fits 1,420 bytes, which tunnels and DSL lines carry whole. What is smaller
     * still the system cuts.
     */
    public static final int MAX_PAYLOAD_BYTES = 1_352;

    /** Bytes that wait to leave beyond which {@link #isWritable} is false. */
    public static final int HIGH_WATER_BYTES = 500 << 10;

    /** Waits in vain for an acknowledgement after which the other end is gone. */
    static final int MAX_VAIN_TIMEOUTS = 6;

    /** A call that is not answered by then is in vain; it is repeated meanwhile. */
    static final long CALL_MICROS = 3_500_000;

    /** Silence after which a packet keeps the way open: a NAT forgets a way it has not seen used for 30 s or more. */
    static final long KEEP_ALIVE_MICROS = 25_000_000;

    /** How long a closed connection goes on sending what was written. */
    static final long LINGER_MICROS = 5_000_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final UtpRemote remote;
    private final Port port;
    private final int receiveId;
    private final int sendId;
    private final int firstSequence;
    private final RoundTrip roundTrip = new RoundTrip();
    private final DelayHistory ourDelays = new DelayHistory();
    private final DelayHistory theirDelays = new DelayHistory();
    private final Ledbat congestion = new Ledbat();
    private final Outbox outbox;
    private Reassembly inbox;
    private State state;
    private @Nullable UtpUser user;
    private long remoteWindowBytes;
    private int measuredMicros;
    private boolean acknowledgementDue;
    private boolean heardThisTurn;
    private boolean inputPaused;
    private boolean wasFull;
    private final long startedMicros;
    private long waitingSinceMicros;
    private long lastSentMicros;
    private long closedMicros;

    private enum State {
        /** We called. */
        CALLING,
        /** We were called, and answered once; whether the caller is where it says is not known yet. */
        CALLED,
        OPEN,
        /** Closed here; what was written may still leave. */
        CLOSED,
        GONE
    }

    /** What a connection acts through. */
    interface Port {
        /** Sends a datagram to the other end. */
        void send(UtpConnection from, ByteBuffer datagram);

        /** The caller has proved that it is where it says; the answer is who uses the connection, empty if nobody wants it. */
        Optional<UtpUser> confirmed(UtpConnection connection);

        /** It needs turns no more. */
        void gone(UtpConnection connection);
    }

    private UtpConnection(UtpRemote remote, Port port, Ids ids, State state, int nextReceived, long nowMicros) {
        this.remote = remote;
        this.port = port;
        this.receiveId = ids.receive();
        this.sendId = ids.send();
        this.firstSequence = ids.firstSequence();
        this.outbox = new Outbox(state == State.CALLING ? Sequence.next(firstSequence) : firstSequence);
        this.inbox = new Reassembly(nextReceived);
        this.state = state;
        this.startedMicros = nowMicros;
        this.waitingSinceMicros = nowMicros;
        this.lastSentMicros = nowMicros;
    }

    private record Ids(int receive, int send, int firstSequence) {}

    /** Calls; the packet leaves at once. */
    static UtpConnection call(
            UtpRemote remote, Port port, UtpUser user, int receiveId, int firstSequence, long nowMicros) {
        Ids ids = new Ids(receiveId, Sequence.next(receiveId), firstSequence);
        UtpConnection caller = new UtpConnection(remote, port, ids, State.CALLING, 0, nowMicros);
        caller.user = user;
        caller.sendCall(nowMicros);
        return caller;
    }

    /** Is called by {@code call}; the answer leaves at once. */
    static UtpConnection answer(UtpRemote remote, Port port, UtpPacket call, int firstSequence, long nowMicros) {
        Ids ids = new Ids(Sequence.next(call.connectionId()), call.connectionId(), firstSequence);
        UtpConnection called =
                new UtpConnection(remote, port, ids, State.CALLED, Sequence.next(call.sequence()), nowMicros);
        called.remoteWindowBytes = call.windowBytes();
        called.measure(call, nowMicros);
        called.sendState(nowMicros);
        return called;
    }

    /** The other end. */
    public UtpRemote remote() {
        return remote;
    }

    int receiveId() {
        return receiveId;
    }

    int sendId() {
        return sendId;
    }

    /**
     * True if this is a call that is not answered yet and goes before {@code theirs}: of two who call each other at the same time, as
     * those do who are to pass their NATs, one gives way, or they would end up with two connections, or none.
     */
    boolean outranks(UtpPacket theirs) {
        int ours = receiveId << 16 | firstSequence;
        int other = theirs.connectionId() << 16 | theirs.sequence();
        return state == State.CALLING && Integer.compareUnsigned(ours, other) > 0;
    }

    /** Ends a call that is not answered yet in favour of the other end's. */
    void giveWay() {
        if (state == State.CALLING) {
            vanish();
        }
    }

    long startedMicros() {
        return startedMicros;
    }

    /** True while bytes can be written and not too many wait. */
    public boolean isWritable() {
        boolean full = outbox.waitingBytes() >= HIGH_WATER_BYTES;
        wasFull |= full;
        return isUsable() && !full;
    }

    /** Bytes written that have not left yet. */
    public long waitingBytes() {
        return outbox.waitingBytes();
    }

    private boolean isUsable() {
        return state == State.OPEN || state == State.CALLING;
    }

    /** Appends to the stream; the bytes are the connection's from now on and leave when the turn ends. */
    public void write(ByteBuffer bytes) {
        if (isUsable() && bytes.hasRemaining()) {
            outbox.write(bytes);
        }
    }

    /** Hands over no bytes until {@link #resumeInput}; the window we grant fills up meanwhile. */
    public void pauseInput() {
        inputPaused = true;
    }

    /** Hands over what has come. */
    public void resumeInput(long nowMicros) {
        inputPaused = false;
        boolean tight = inbox.freeBytes() < Reassembly.WINDOW_BYTES / 2;
        heardThisTurn = true;
        acknowledgementDue |= tight;
        endTurn(nowMicros);
    }

    /** Takes a packet that carries our id. */
    void receive(UtpPacket packet, long nowMicros) {
        if (state == State.GONE) {
            return;
        }
        switch (packet.kind()) {
            case SYN -> repeatAnswer(packet, nowMicros);
            case RESET -> reset(packet);
            case DATA, FIN, STATE -> {
                if (isMeant(packet)) {
                    accept(packet, nowMicros);
                }
            }
        }
    }

    /** The answer to a call may have been lost. A call costs us one packet, which is no larger. */
    private void repeatAnswer(UtpPacket packet, long nowMicros) {
        boolean same = packet.connectionId() == sendId && Sequence.next(packet.sequence()) == firstReceived();
        if (same && state == State.CALLED) {
            sendState(nowMicros);
        }
    }

    private int firstReceived() {
        return Sequence.next(inbox.acknowledged());
    }

    /** Who resets must know what we sent last: the number of a packet on its way, or of the last one before. */
    private void reset(UtpPacket packet) {
        boolean known = packet.connectionId() == receiveId || packet.connectionId() == sendId;
        int newest = state == State.CALLING ? firstSequence : outbox.nextSequence();
        int back = Sequence.distance(packet.acknowledged(), newest);
        if (known && back >= 0 && back <= Math.max(1, outbox.unacknowledged() + 1)) {
            vanish();
        }
    }

    /** False for what a stranger, or an earlier connection, may have sent: it acknowledges what was never on its way. */
    private boolean isMeant(UtpPacket packet) {
        return switch (state) {
            case CALLING -> packet.acknowledged() == firstSequence;
            case CALLED -> packet.acknowledged() == Sequence.previous(firstSequence);
            case OPEN, CLOSED -> outbox.isPlausible(packet.acknowledged());
            case GONE -> false;
        };
    }

    private void accept(UtpPacket packet, long nowMicros) {
        measure(packet, nowMicros);
        if (state == State.CALLING) {
            // A STATE has the number of the packet that will come next, a packet with payload its own.
            inbox = new Reassembly(packet.sequence());
            if (roundTrip.vain() == 0) {
                roundTrip.measured(nowMicros - startedMicros);
            }
            opened();
        } else if (state == State.CALLED) {
            state = State.OPEN;
            Optional<UtpUser> owner = port.confirmed(this);
            if (owner.isEmpty()) {
                abort(nowMicros);
                return;
            }
            user = owner.get();
            opened();
        }
        acknowledged(packet, nowMicros);
        remoteWindowBytes = packet.windowBytes();
        if (packet.kind() != Kind.STATE) {
            acknowledgementDue = true;
            if (packet.kind() == Kind.FIN) {
                inbox.endsAt(packet.sequence());
            }
            inbox.offer(packet.sequence(), packet.kind() == Kind.FIN ? NOTHING.duplicate() : packet.payload());
        }
        heardThisTurn = true;
        deliver();
    }

    private void opened() {
        state = State.OPEN;
        if (user != null) {
            user.opened();
        }
    }

    /** Measures the other direction, for the other end to know; and how the two clocks drift apart, for our own. */
    private void measure(UtpPacket packet, long nowMicros) {
        measuredMicros = (int) nowMicros - packet.sentMicros();
        boolean known = theirDelays.isKnown();
        int before = theirDelays.baseMicros();
        theirDelays.add(measuredMicros, nowMicros);
        int gained = before - theirDelays.baseMicros();
        if (known && gained > 0 && gained <= DelayHistory.MAX_SHIFT_MICROS) {
            ourDelays.shift(gained);
        }
    }

    private void acknowledged(UtpPacket packet, long nowMicros) {
        int inFlight = outbox.inFlightBytes();
        Outbox.Arrival arrival = outbox.acknowledge(packet.acknowledged(), packet.selective(), nowMicros);
        if (arrival.packets() > 0 || packet.windowBytes() < MAX_PAYLOAD_BYTES) {
            roundTrip.heard();
        }
        if (arrival.packets() == 0) {
            return;
        }
        waitingSinceMicros = nowMicros;
        if (arrival.roundTripMicros() >= 0) {
            roundTrip.measured(arrival.roundTripMicros());
        }
        if (packet.delayMicros() != 0) {
            ourDelays.add(packet.delayMicros(), nowMicros);
            congestion.arrived(arrival.bytes(), ourDelays.queuingMicros(), inFlight);
        }
        if (!packet.selective().isEmpty() && outbox.findLost()) {
            congestion.lost(nowMicros, roundTrip.micros());
        }
    }

    private void deliver() {
        while (!inputPaused && state == State.OPEN) {
            Optional<ByteBuffer> next = inbox.next();
            if (next.isEmpty() || user == null) {
                return;
            }
            user.received(next.get());
        }
    }

    /** A batch of packets is over, or something was written: hands on, sends what may leave, acknowledges. */
    void endTurn(long nowMicros) {
        if (heardThisTurn && state == State.OPEN && user != null) {
            heardThisTurn = false;
            deliver();
            user.inputEnded();
            if (inbox.isRead() && state == State.OPEN) {
                close(nowMicros);
            }
        }
        pump(nowMicros);
        if (acknowledgementDue && state != State.GONE && state != State.CALLING) {
            sendState(nowMicros);
        }
        if (wasFull && state == State.OPEN && user != null && outbox.waitingBytes() < HIGH_WATER_BYTES / 2) {
            wasFull = false;
            user.writable();
            pump(nowMicros);
        }
        if (state == State.CLOSED && outbox.isDone()) {
            vanish();
        }
    }

    private void pump(long nowMicros) {
        if (state != State.OPEN && state != State.CLOSED) {
            return;
        }
        while (outbox.hasNext() && mayLeave(outbox.nextBytes(MAX_PAYLOAD_BYTES))) {
            depart(nowMicros);
        }
    }

    private boolean mayLeave(int bytes) {
        boolean congested = outbox.inFlightBytes() > 0 && outbox.inFlightBytes() + bytes > congestion.windowBytes();
        boolean hasRoomThere = outbox.hasLost() || outbox.unarrivedBytes() + bytes <= remoteWindowBytes;
        return !congested && hasRoomThere;
    }

    private void depart(long nowMicros) {
        if (!outbox.hasUnacknowledged()) {
            waitingSinceMicros = nowMicros;
        }
        Outbox.Sent packet = outbox.depart(MAX_PAYLOAD_BYTES, nowMicros);
        send(packet.kind, packet.sequence, SelectiveAck.NONE, packet.payload, nowMicros);
        // With a gap the other end is to learn what came after it, for which only an acknowledgement has room.
        acknowledgementDue &= inbox.hasGap();
    }

    private void sendCall(long nowMicros) {
        port.send(
                this,
                packet(Kind.SYN, receiveId, firstSequence, SelectiveAck.NONE, NOTHING, nowMicros)
                        .encode());
        lastSentMicros = nowMicros;
    }

    private void sendState(long nowMicros) {
        acknowledgementDue = false;
        send(Kind.STATE, outbox.nextSequence(), inbox.selective(), NOTHING, nowMicros);
    }

    private void send(Kind kind, int sequence, SelectiveAck selective, ByteBuffer payload, long nowMicros) {
        lastSentMicros = nowMicros;
        port.send(
                this,
                packet(kind, sendId, sequence, selective, payload, nowMicros).encode());
    }

    private UtpPacket packet(
            Kind kind, int id, int sequence, SelectiveAck selective, ByteBuffer payload, long nowMicros) {
        int acknowledged = kind == Kind.SYN ? 0 : inbox.acknowledged();
        return new UtpPacket(
                kind,
                id,
                (int) nowMicros,
                measuredMicros,
                inbox.freeBytes(),
                sequence,
                acknowledged,
                selective,
                payload);
    }

    /** Time has passed: repeats what was not answered, gives up, keeps the way open. */
    void tick(long nowMicros) {
        switch (state) {
            case CALLING -> {
                if (nowMicros - startedMicros >= CALL_MICROS) {
                    vanish();
                } else if (nowMicros - lastSentMicros >= roundTrip.timeoutMicros()) {
                    roundTrip.timedOut();
                    sendCall(nowMicros);
                }
            }
            case OPEN, CLOSED -> {
                if (state == State.CLOSED && nowMicros - closedMicros >= LINGER_MICROS) {
                    vanish();
                    return;
                }
                repeat(nowMicros);
            }
            case CALLED, GONE -> {}
        }
    }

    private void repeat(long nowMicros) {
        boolean due = nowMicros - waitingSinceMicros >= roundTrip.timeoutMicros();
        if (outbox.hasUnacknowledged() && due) {
            if (roundTrip.vain() >= MAX_VAIN_TIMEOUTS) {
                vanish();
                return;
            }
            roundTrip.timedOut();
            congestion.timedOut();
            outbox.loseAll();
            waitingSinceMicros = nowMicros;
            pump(nowMicros);
        } else if (outbox.hasNext() && !outbox.hasUnacknowledged() && due) {
            // The other end has no room. It says when it has, but that may be lost: a packet asks.
            depart(nowMicros);
        } else if (nowMicros - lastSentMicros >= KEEP_ALIVE_MICROS) {
            sendState(nowMicros);
        }
    }

    /** Closes: what was written still leaves if the other end takes it soon; nothing more is heard. */
    public void close(long nowMicros) {
        switch (state) {
            case OPEN -> {
                state = State.CLOSED;
                closedMicros = nowMicros;
                outbox.end();
                pump(nowMicros);
                endUse();
            }
            case CALLING, CALLED -> abort(nowMicros);
            case CLOSED, GONE -> {}
        }
    }

    /** Closes at once and says so. */
    public void abort(long nowMicros) {
        if (state != State.GONE) {
            if (state != State.CALLED) {
                send(Kind.RESET, outbox.nextSequence(), SelectiveAck.NONE, NOTHING, nowMicros);
            }
            vanish();
        }
    }

    private void vanish() {
        state = State.GONE;
        port.gone(this);
        endUse();
    }

    private void endUse() {
        UtpUser told = user;
        user = null;
        if (told != null) {
            told.ended();
        }
    }
}
