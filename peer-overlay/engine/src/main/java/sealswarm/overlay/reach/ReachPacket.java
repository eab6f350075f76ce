package sealswarm.overlay.reach;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A question how one looks from outside, or its answer, which is as long. Its first byte can be that of no uTP packet, so both share a
 * port.
 *
 * @param kind question or answer
 * @param nonce what the asker drew; the answer repeats it
 * @param seen how the asker looks; of a question any
 * @param otherPort another port of the answerer to ask; 0 if there is none
 */
public record ReachPacket(Kind kind, long nonce, Observed seen, int otherPort) {
    /** Bytes of either. */
    public static final int SIZE_BYTES = 40;

    private static final int MAGIC = 0x5353_5231;
    private static final Observed NOBODY = new Observed("0.0.0.0", 1);
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** What it is. */
    public enum Kind {
        /** How do I look? */
        ASK,
        /** So. */
        ANSWER
    }

    /** A question. */
    public static ReachPacket ask(long nonce) {
        return new ReachPacket(Kind.ASK, nonce, NOBODY, 0);
    }

    /** The answer to this question. */
    public ReachPacket answer(Observed asker, int other) {
        return new ReachPacket(Kind.ANSWER, nonce, asker, other);
    }

    /** Reads a datagram; empty if it is neither. */
    public static Optional<ReachPacket> decode(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice();
        if (in.remaining() != SIZE_BYTES || in.getInt() != MAGIC) {
            return Optional.empty();
        }
        int kind = in.getInt();
        long nonce = in.getLong();
        byte[] address = new byte[NumericHost.V6_BYTES];
        in.get(address);
        int port = in.getShort() & 0xFFFF;
        int other = in.getShort() & 0xFFFF;
        if (kind == 0) {
            return Optional.of(ask(nonce));
        }
        return kind == 1 && port != 0
                ? Optional.of(new ReachPacket(Kind.ANSWER, nonce, new Observed(literal(address), port), other))
                : Optional.empty();
    }

    private static String literal(byte[] address) {
        boolean v4 = Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return NumericHost.literal(v4 ? Arrays.copyOfRange(address, MAPPED.length, address.length) : address);
    }

    /** The datagram. */
    public ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE_BYTES)
                .putInt(MAGIC)
                .putInt(kind == Kind.ASK ? 0 : 1)
                .putLong(nonce);
        if (kind == Kind.ANSWER) {
            byte[] address = NumericHost.bytes(seen.host());
            if (address.length == NumericHost.V4_BYTES) {
                out.put(MAPPED);
            }
            out.put(address).putShort((short) seen.port()).putShort((short) otherPort);
        }
        return out.rewind();
    }
}
