package sealswarm.overlay.ext;

import java.nio.ByteBuffer;
import sealswarm.overlay.bencode.BencodeString;
import sealswarm.overlay.reach.NumericHost;
import sealswarm.overlay.wire.WireException;

/**
 * A message of the holepunch extension (BEP 55).
 *
 * @param kind what it says
 * @param host the address it is about: numeric, IPv4 dotted or IPv6 in eight groups
 * @param port 1..65,535
 * @param error why a meeting cannot be had; {@link Failure#NONE} unless it says so
 */
public record HolePunch(Kind kind, String host, int port, Failure error) {
    /** What the extension is called in handshakes. */
    public static final String NAME = "ut_holepunch";

    private static final int V4_BYTES = NumericHost.V4_BYTES;
    private static final int V6_BYTES = NumericHost.V6_BYTES;
    private static final int FIXED_BYTES = 2 + Short.BYTES + Integer.BYTES;

    /** What a message says. */
    public enum Kind {
        /** Bring me together with that peer. */
        RENDEZVOUS,
        /** Call that peer now: it calls you. */
        CONNECT,
        /** That cannot be done. */
        ERROR
    }

    /** Why a meeting cannot be had. */
    public enum Failure {
        /** It can. */
        NONE,
        /** The address is no peer's. */
        NO_SUCH_PEER,
        /** We are not connected to it. */
        NOT_CONNECTED,
        /** It does not speak the extension. */
        NO_SUPPORT,
        /** It is you. */
        NO_SELF
    }

    public HolePunch {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** A message that reports no error. */
    public static HolePunch of(Kind kind, String host, int port) {
        return new HolePunch(kind, host, port, Failure.NONE);
    }

    /** The answer to this message that says why not. */
    public HolePunch refused(Failure why) {
        return new HolePunch(Kind.ERROR, host, port, why);
    }

    /** Reads a payload. The error code may be absent where there is no error. */
    public static HolePunch decode(BencodeString payload) throws WireException {
        ByteBuffer in = payload.buffer();
        int length = in.remaining();
        if (length < 2) {
            throw malformed("of " + length + " bytes");
        }
        Kind kind = kind(in.get());
        int family = in.get();
        int addressBytes = family == 0 ? V4_BYTES : V6_BYTES;
        int shortest = FIXED_BYTES + addressBytes - (kind == Kind.ERROR ? 0 : Integer.BYTES);
        if (family < 0 || family > 1 || length < shortest || length > FIXED_BYTES + addressBytes) {
            throw malformed("of address kind " + family + " and " + length + " bytes");
        }
        byte[] address = new byte[addressBytes];
        in.get(address);
        int port = in.getShort() & 0xFFFF;
        if (port == 0) {
            throw malformed("with port 0");
        }
        return new HolePunch(
                kind, NumericHost.literal(address), port, kind == Kind.ERROR ? failure(in.getInt()) : Failure.NONE);
    }

    private static Kind kind(int number) throws WireException {
        return switch (number) {
            case 0 -> Kind.RENDEZVOUS;
            case 1 -> Kind.CONNECT;
            case 2 -> Kind.ERROR;
            default -> throw malformed("of kind " + number);
        };
    }

    private static Failure failure(int number) {
        return switch (number) {
            case 1 -> Failure.NO_SUCH_PEER;
            case 3 -> Failure.NO_SUPPORT;
            case 4 -> Failure.NO_SELF;
            default -> Failure.NOT_CONNECTED;
        };
    }

    private static WireException malformed(String what) {
        return new WireException(WireException.Fault.BAD_FIELD, "holepunch message " + what);
    }

    /** The payload. */
    public BencodeString encode() {
        byte[] address = NumericHost.bytes(host);
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + address.length);
        out.put(
                        switch (kind) {
                            case RENDEZVOUS -> (byte) 0;
                            case CONNECT -> (byte) 1;
                            case ERROR -> (byte) 2;
                        })
                .put((byte) (address.length == V4_BYTES ? 0 : 1))
                .put(address)
                .putShort((short) port);
        out.putInt(
                switch (error) {
                    case NONE -> 0;
                    case NO_SUCH_PEER -> 1;
                    case NOT_CONNECTED -> 2;
                    case NO_SUPPORT -> 3;
                    case NO_SELF -> 4;
                });
        return BencodeString.of(out.array());
    }
}
