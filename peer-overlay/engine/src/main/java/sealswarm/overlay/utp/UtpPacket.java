package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One packet as it stands in a datagram.
 *
 * @param kind what it is
 * @param connectionId 0..65,535
 * @param sentMicros the sender's clock, modulo 2^32
 * @param delayMicros what the sender measured of our last packet: its clock less ours, modulo 2^32; 0 if nothing yet
 * @param windowBytes what the sender has room for
 * @param sequence the packet's number
 * @param acknowledged the last packet of ours that arrived with all before it
 * @param selective those that arrived beyond
 * @param payload the packet's part of the stream; on the memory that was read
 */
record UtpPacket(
        Kind kind,
        int connectionId,
        int sentMicros,
        int delayMicros,
        long windowBytes,
        int sequence,
        int acknowledged,
        SelectiveAck selective,
        ByteBuffer payload) {
    /** Bytes before extensions and payload. */
    static final int HEADER_BYTES = 20;

    /** Extensions of one packet; a longer chain is no packet of this protocol. */
    static final int MAX_EXTENSIONS = 8;

    private static final int VERSION = 1;
    private static final int NO_EXTENSION = 0;
    private static final int SELECTIVE_ACK = 1;
    private static final int EXTENSION_HEAD_BYTES = 2;
    private static final int U16 = 0xFFFF;

    /** What a packet is. */
    enum Kind {
        /** A part of the stream. */
        DATA(0),
        /** The end of the stream. */
        FIN(1),
        /** An acknowledgement. */
        STATE(2),
        /** There is no such connection. */
        RESET(3),
        /** A call. */
        SYN(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Optional<Kind> of(int number) {
            return switch (number) {
                case 0 -> Optional.of(DATA);
                case 1 -> Optional.of(FIN);
                case 2 -> Optional.of(STATE);
                case 3 -> Optional.of(RESET);
                case 4 -> Optional.of(SYN);
                default -> Optional.empty();
            };
        }
    }

    static boolean hasVersion(byte first) {
        return (first & 0xF) == VERSION;
    }

    /** Reads a datagram; empty if it is no packet of this protocol. */
    static Optional<UtpPacket> decode(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice();
        if (in.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        byte first = in.get();
        Optional<Kind> kind = Kind.of(first >> 4 & 0xF);
        if (!hasVersion(first) || kind.isEmpty()) {
            return Optional.empty();
        }
        int extension = in.get() & 0xFF;
        int connectionId = in.getShort() & U16;
        int sentMicros = in.getInt();
        int delayMicros = in.getInt();
        long windowBytes = Integer.toUnsignedLong(in.getInt());
        int sequence = in.getShort() & U16;
        int acknowledged = in.getShort() & U16;
        SelectiveAck selective = SelectiveAck.NONE;
        for (int i = 0; extension != NO_EXTENSION; i++) {
            if (i == MAX_EXTENSIONS || in.remaining() < EXTENSION_HEAD_BYTES) {
                return Optional.empty();
            }
            int next = in.get() & 0xFF;
            int length = in.get() & 0xFF;
            if (length > in.remaining()) {
                return Optional.empty();
            }
            if (extension == SELECTIVE_ACK) {
                selective = SelectiveAck.decode(in.slice(in.position(), length));
            }
            in.position(in.position() + length);
            extension = next;
        }
        return Optional.of(new UtpPacket(
                kind.get(),
                connectionId,
                sentMicros,
                delayMicros,
                windowBytes,
                sequence,
                acknowledged,
                selective,
                in.slice()));
    }

    /** The whole datagram, ready to be read. */
    ByteBuffer encode() {
        int extension = selective.isEmpty() ? 0 : EXTENSION_HEAD_BYTES + selective.lengthBytes();
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + extension + payload.remaining());
        writeHeader(out);
        if (!selective.isEmpty()) {
            out.put((byte) NO_EXTENSION).put((byte) selective.lengthBytes());
            selective.writeTo(out);
        }
        return out.put(payload.duplicate()).flip();
    }

    private void writeHeader(ByteBuffer out) {
        out.put((byte) (kind.number << 4 | VERSION))
                .put((byte) (selective.isEmpty() ? NO_EXTENSION : SELECTIVE_ACK))
                .putShort((short) connectionId)
                .putInt(sentMicros)
                .putInt(delayMicros)
                .putInt((int) windowBytes)
                .putShort((short) sequence)
                .putShort((short) acknowledged);
    }
}
