package sealswarm.overlay.wire;

import java.util.BitSet;

/** Which pieces a peer has, as the bitfield message says it: first piece in the highest bit. Immutable. */
public final class Bitfield {
    private final BitSet pieces;
    private final int pieceCount;

    private Bitfield(BitSet own, int pieceCount) {
        this.pieces = own;
        this.pieceCount = pieceCount;
    }

    /** The bitfield of {@code pieces}, none of which is at or above {@code pieceCount}. */
    public static Bitfield of(BitSet pieces, int pieceCount) {
        if (pieces.length() > pieceCount) {
            throw new IllegalArgumentException("piece " + (pieces.length() - 1) + " of " + pieceCount);
        }
        return new Bitfield((BitSet) pieces.clone(), pieceCount);
    }

    /**
     * Reads a message's payload.
     *
     * @throws WireException unless it has exactly the bytes that {@code pieceCount} pieces need, spare bits zero
     */
    public static Bitfield decode(byte[] payload, int pieceCount) throws WireException {
        if (payload.length != lengthBytes(pieceCount)) {
            throw new WireException(WireException.Fault.WRONG_LENGTH, "a bitfield of " + payload.length + " bytes");
        }
        BitSet pieces = new BitSet(pieceCount);
        for (int i = 0; i < payload.length * Byte.SIZE; i++) {
            if ((payload[i / Byte.SIZE] & (0x80 >> (i % Byte.SIZE))) != 0) {
                if (i >= pieceCount) {
                    throw new WireException(WireException.Fault.BAD_FIELD, "a spare bit of a bitfield is set");
                }
                pieces.set(i);
            }
        }
        return new Bitfield(pieces, pieceCount);
    }

    /** Length of the payload for {@code pieceCount} pieces. */
    public static int lengthBytes(int pieceCount) {
        return (pieceCount + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** The message's payload. */
    public byte[] encode() {
        byte[] payload = new byte[lengthBytes(pieceCount)];
        for (int i = pieces.nextSetBit(0); i >= 0; i = pieces.nextSetBit(i + 1)) {
            payload[i / Byte.SIZE] |= (byte) (0x80 >> (i % Byte.SIZE));
        }
        return payload;
    }

    /** A copy as a set of piece indexes. */
    public BitSet pieces() {
        return (BitSet) pieces.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitfield field && pieceCount == field.pieceCount && pieces.equals(field.pieces);
    }

    @Override
    public int hashCode() {
        return pieces.hashCode();
    }

    @Override
    public String toString() {
        return pieces.cardinality() + " of " + pieceCount + " pieces";
    }
}
