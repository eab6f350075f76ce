package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import sealswarm.overlay.utp.UtpPacket.Kind;

/** The stream on its way out: bytes that wait, and packets that have left and are not acknowledged. */
final class Outbox {
    /** Packets not yet acknowledged; a power of two, so that numbers wrap well. */
    static final int MAX_PACKETS = 4_096;

    /** A packet counts as lost when one that left so many packets later has arrived. */
    static final int REORDER_PACKETS = 3;

    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final @Nullable Sent[] sent = new @Nullable Sent[MAX_PACKETS];
    private int first;
    private int next;
    private int count;
    private long waitingBytes;
    private int inFlightBytes;
    private int lostCount;
    private int lostFrom;
    private int lostBytes;
    private long departures;
    private long latestArrival = -1;
    private boolean ended;
    private boolean endSent;

    /** One packet until it is acknowledged. */
    static final class Sent {
        final Kind kind;
        final int sequence;
        final ByteBuffer payload;
        private long departure;
        private long sentMicros;
        private int times;
        private boolean lost;

        private Sent(Kind kind, int sequence, ByteBuffer payload) {
            this.kind = kind;
            this.sequence = sequence;
            this.payload = payload;
        }
    }

    /**
     * What an acknowledgement brought.
     *
     * @param bytes payload that has arrived
     * @param packets packets that have
     * @param roundTripMicros of the last packet among them that was sent once; negative if none
     */
    record Arrival(int bytes, int packets, long roundTripMicros) {}

    /** A stream whose next packet has the number {@code next}. */
    Outbox(int next) {
        this.first = next;
        this.next = next;
    }

    /** Appends to the stream; the bytes are the outbox's from now on. */
    void write(ByteBuffer bytes) {
        waiting.add(bytes);
        waitingBytes += bytes.remaining();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    int inFlightBytes() {
        return inFlightBytes;
    }

    /** Bytes that have left and are not known to have arrived, lost ones included. */
    int unarrivedBytes() {
        return inFlightBytes + lostBytes;
    }

    boolean hasUnacknowledged() {
        return count > 0;
    }

    /** Packets from the first that is not acknowledged to the newest. */
    int unacknowledged() {
        return Sequence.distance(first, next);
    }

    boolean hasLost() {
        return lostCount > 0;
    }

    /** The number the next packet will have. */
    int nextSequence() {
        return next;
    }

    /** True if {@code acknowledged} can be the last packet that arrived: one of those on their way, or one not long before. */
    boolean isPlausible(int acknowledged) {
        int ahead = Sequence.distance(Sequence.previous(next), acknowledged);
        return ahead <= 0 && ahead >= -MAX_PACKETS;
    }

    /** The stream has no more; its end is a packet too. */
    void end() {
        ended = true;
    }

    /** True if everything has been acknowledged, the end too. */
    boolean isDone() {
        return endSent && count == 0;
    }

    /** True if a packet could leave now. */
    boolean hasNext() {
        boolean hasNew = waitingBytes > 0 || (ended && !endSent);
        return lostCount > 0 || (hasNew && Sequence.distance(first, next) < MAX_PACKETS);
    }

    /** The payload of the packet that {@link #depart} would give. */
    int nextBytes(int maxPayloadBytes) {
        return lostCount > 0 ? firstLost().payload.remaining() : (int) Math.min(maxPayloadBytes, waitingBytes);
    }

    /** The packet to send now: a lost one first, else the next part of the stream, at last its end. Only if {@link #hasNext}. */
    Sent depart(int maxPayloadBytes, long nowMicros) {
        Sent packet;
        if (lostCount > 0) {
            packet = firstLost();
            packet.lost = false;
            lostCount--;
            lostBytes -= packet.payload.remaining();
        } else {
            Kind kind = waitingBytes > 0 ? Kind.DATA : Kind.FIN;
            packet = new Sent(kind, next, head(maxPayloadBytes));
            endSent |= kind == Kind.FIN;
            sent[next % MAX_PACKETS] = packet;
            next = Sequence.next(next);
            count++;
        }
        inFlightBytes += packet.payload.remaining();
        packet.departure = departures++;
        packet.sentMicros = nowMicros;
        packet.times++;
        return packet;
    }

    private Sent firstLost() {
        for (; ; lostFrom = Sequence.next(lostFrom)) {
            Sent each = sent[lostFrom % MAX_PACKETS];
            if (each != null && each.lost) {
                return each;
            }
        }
    }

    /** The first bytes that wait, taken from the queue. */
    private ByteBuffer head(int maxBytes) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(maxBytes, waitingBytes));
        while (bytes.hasRemaining()) {
            ByteBuffer each = waiting.getFirst();
            int part = Math.min(bytes.remaining(), each.remaining());
            bytes.put(each.slice(each.position(), part));
            each.position(each.position() + part);
            if (!each.hasRemaining()) {
                waiting.removeFirst();
            }
        }
        waitingBytes -= bytes.position();
        return bytes.flip();
    }

    /** The other end has everything up to {@code acknowledged}, and those at these distances beyond the next. */
    Arrival acknowledge(int acknowledged, SelectiveAck beyond, long nowMicros) {
        int bytes = 0;
        int packets = 0;
        long roundTrip = -1;
        int missing = Sequence.next(acknowledged);
        while (Sequence.distance(first, missing) > 0) {
            Sent arrived = take(first);
            if (arrived != null) {
                bytes += arrived.payload.remaining();
                packets++;
                roundTrip = arrived.times == 1 ? nowMicros - arrived.sentMicros : roundTrip;
            }
            first = Sequence.next(first);
        }
        if (missing == first) {
            for (int distance : beyond.distances()) {
                Sent arrived = Sequence.distance(Sequence.wrap(missing + distance), next) > 0
                        ? take(Sequence.wrap(missing + distance))
                        : null;
                if (arrived != null) {
                    bytes += arrived.payload.remaining();
                    packets++;
                    roundTrip = arrived.times == 1 ? nowMicros - arrived.sentMicros : roundTrip;
                }
            }
        }
        return new Arrival(bytes, packets, roundTrip);
    }

    private @Nullable Sent take(int sequence) {
        int slot = sequence % MAX_PACKETS;
        Sent arrived = sent[slot];
        if (arrived == null || arrived.sequence != sequence) {
            return null;
        }
        sent[slot] = null;
        count--;
        latestArrival = Math.max(latestArrival, arrived.departure);
        if (arrived.lost) {
            lostCount--;
            lostBytes -= arrived.payload.remaining();
        } else {
            inFlightBytes -= arrived.payload.remaining();
        }
        return arrived;
    }

    /** Finds packets that others have overtaken; true if there are new ones. */
    boolean findLost() {
        boolean found = false;
        int range = Sequence.distance(first, next);
        for (int i = 0; i < range; i++) {
            Sent each = sent[(first + i) % MAX_PACKETS];
            if (each != null && !each.lost && each.departure + REORDER_PACKETS <= latestArrival) {
                lose(each);
                found = true;
            }
        }
        return found;
    }

    /** Nothing arrives: all that is on its way counts as lost. */
    void loseAll() {
        for (Sent each : sent) {
            if (each != null && !each.lost) {
                lose(each);
            }
        }
    }

    private void lose(Sent packet) {
        if (lostCount == 0 || Sequence.distance(lostFrom, packet.sequence) < 0) {
            lostFrom = packet.sequence;
        }
        packet.lost = true;
        lostCount++;
        lostBytes += packet.payload.remaining();
        inFlightBytes -= packet.payload.remaining();
    }
}
