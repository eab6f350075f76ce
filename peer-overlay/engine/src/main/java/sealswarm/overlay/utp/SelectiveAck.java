package sealswarm.overlay.utp;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Which packets arrived beyond the first that is missing: bit {@code i} stands for the packet {@code i + 2} after the acknowledged
 * one, the least significant bit of the first byte being bit 0.
 */
final class SelectiveAck {
    /** Nothing arrived out of order. */
    static final SelectiveAck NONE = new SelectiveAck(new BitSet());

    /** The most bytes we send; what lies beyond is acknowledged later. */
    static final int MAX_SENT_BYTES = 128;

    private static final int WORD = 4;

    private final BitSet bits;

    private SelectiveAck(BitSet bits) {
        this.bits = bits;
    }

    /** Of packets by their distance from the first that is missing, which has distance 0. */
    static SelectiveAck ofDistances(BitSet distances) {
        return new SelectiveAck(distances.get(1, MAX_SENT_BYTES * Byte.SIZE + 1));
    }

    /** Reads all that remains of {@code in}. */
    static SelectiveAck decode(ByteBuffer in) {
        return new SelectiveAck(BitSet.valueOf(in));
    }

    boolean isEmpty() {
        return bits.isEmpty();
    }

    /** Distances from the first missing packet of those that arrived, ascending. */
    int[] distances() {
        return bits.stream().map(bit -> bit + 1).toArray();
    }

    /** Bytes on the wire: whole words of four. */
    int lengthBytes() {
        int bytes = (bits.length() + Byte.SIZE - 1) / Byte.SIZE;
        return (bytes + WORD - 1) / WORD * WORD;
    }

    void writeTo(ByteBuffer out) {
        int end = out.position() + lengthBytes();
        out.put(bits.toByteArray());
        while (out.position() < end) {
            out.put((byte) 0);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SelectiveAck ack && bits.equals(ack.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        return "acknowledged beyond: " + bits;
    }
}
